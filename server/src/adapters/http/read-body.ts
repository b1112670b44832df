import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';

import { ConnectionFault } from './connection-fault';

/** What was kept of a response's body. */
export interface KeptBody {
  readonly text: string;
  readonly truncated: boolean;
}

const DRAIN_BYTES = 64 * 1024;
const DRAIN_MS = 250;

/**
 * Reads a response's body up to a limit. A little more is read and thrown away, since only a
 * connection whose response was read to its end can be used again; a longer or slower rest costs
 * the connection instead of the attempt.
 *
 * @param message - a response whose headers have arrived
 * @param maxBytes - how much is kept
 * @returns the kept part; rejects when the body breaks before the kept part is complete
 */
export const readBody = (message: IncomingMessage, maxBytes: number): Promise<KeptBody> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let receivedBytes = 0;
    let drainTimer: NodeJS.Timeout | null = null;
    let done = false;

    const keep = (): void => {
      if (done) return;
      done = true;
      clearTimeout(drainTimer ?? undefined);
      const truncated = receivedBytes > maxBytes || !message.complete;
      resolve({ text: toText(Buffer.concat(chunks), truncated), truncated });
    };
    const giveUpRest = (): void => {
      keep();
      message.destroy();
    };
    const fail = (error: Error): void => {
      if (drainTimer !== null) keep();
      else reject(error);
    };
    const startDrain = (): void => {
      drainTimer = setTimeout(giveUpRest, DRAIN_MS);
      const announced = Number(message.headers['content-length'] ?? 0);
      if (announced > maxBytes + DRAIN_BYTES) giveUpRest();
    };

    message.on('data', (chunk: Buffer) => {
      const room = maxBytes - receivedBytes;
      receivedBytes += chunk.length;
      if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (receivedBytes >= maxBytes && drainTimer === null) startDrain();
      if (receivedBytes > maxBytes + DRAIN_BYTES) giveUpRest();
    });
    message.once('end', keep);
    message.on('error', fail);
    message.once('close', () => {
      if (!done) fail(new ConnectionFault('connection_reset', 'The response was cut off'));
    });
    if (maxBytes === 0) startDrain();
  });

const toText = (bytes: Buffer, truncated: boolean): string => {
  // `write` leaves out a character that the limit cut in two.
  const text = truncated ? new StringDecoder('utf8').write(bytes) : bytes.toString('utf8');
  // PostgreSQL refuses NUL in text.
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
};
