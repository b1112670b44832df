import tls from 'node:tls';

import { createSender } from '../../../../server/src/adapters/http/create-sender';
import type { SenderOptions } from '../../../../server/src/adapters/http/create-sender';
import type { OutgoingRequest, Sender, SendResult } from '../../../../server/src/pipeline/ports';
import { startReceiver } from '../../../helpers/receiver';
import type { Receiver, ReceiverOptions } from '../../../helpers/receiver';

/** What a test opened, to be closed after it. */
export interface Workshop {
  receiver(options?: ReceiverOptions): Promise<Receiver>;
  sender(options?: Partial<SenderOptions>): Sender;
  cleanUp(): Promise<void>;
}

export const createWorkshop = (): Workshop => {
  const open: { close(): void | Promise<void> }[] = [];
  return {
    async receiver(options) {
      const receiver = await startReceiver(options);
      open.push(receiver);
      return receiver;
    },
    sender(options = {}) {
      const sender = createSender({
        connectTimeoutMs: 1000,
        maxResponseBytes: 1024,
        log: { debug: () => undefined },
        ...options,
      });
      open.push(sender);
      return sender;
    },
    async cleanUp() {
      for (const thing of open.splice(0).reverse()) await thing.close();
    },
  };
};

export const request = (url: string, changes: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  url,
  headers: { 'Content-Type': 'application/json', 'User-Agent': 'unit-test/1' },
  body: Buffer.from('{"event":"entry.publish"}'),
  timeoutMs: 2000,
  ...changes,
});

/** Does something while Node cannot even begin TLS. */
export const withoutCiphers = async <T>(work: () => Promise<T>): Promise<T> => {
  const usual = tls.DEFAULT_CIPHERS;
  tls.DEFAULT_CIPHERS = 'none that exists';
  try {
    return await work();
  } finally {
    tls.DEFAULT_CIPHERS = usual;
  }
};

export const responseOf = (result: SendResult): Extract<SendResult, { error: null }> => {
  if (result.error !== null) throw new Error(`no response: ${JSON.stringify(result.error)}`);
  return result;
};
