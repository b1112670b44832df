import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { watchOrder, type PlaceInLine } from '../../helpers/order-watch';
import type { EventKey } from './journal';

/** What arrived of one delivery. */
export interface DeliveryTally {
  readonly webhookId: string;
  readonly eventId: string;
  readonly key: EventKey;
  requestCount: number;
}

/** A receiver that counts: it would not do to keep hundreds of thousands of requests. */
export interface Tally {
  readonly url: string;
  /** For the one webhook with `ordering: 'document'`. */
  readonly orderedUrl: string;
  /** What reached it while an earlier delivery of the same document was not done. */
  readonly outOfOrder: readonly string[];
  readonly byDelivery: ReadonlyMap<string, DeliveryTally>;
  /** Called for every request before it is answered, and again once the answer is out; null for nobody. */
  watch(observer: Observer | null): void;
  close(): Promise<void>;
}

export interface Observer {
  arrived?(): void;
  answered?(): void;
}

const SLOWEST_ANSWER_MS = 25;
const ORDERED_PATH = '/ordered';

interface Body {
  readonly event: string;
  readonly entry?: {
    readonly documentId?: string;
    readonly title?: string;
    readonly name?: string;
  };
  readonly data?: { readonly text?: string };
}

const keyOf = ({ event, entry, data }: Body): EventKey =>
  `${event} ${entry?.title ?? entry?.name ?? data?.text ?? ''}`;

const readBody = async (message: IncomingMessage): Promise<Body> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
};

const header = (message: IncomingMessage, name: string): string => String(message.headers[name]);

const placeOf = (message: IncomingMessage, { entry }: Body): PlaceInLine => ({
  documentId: message.url === ORDERED_PATH ? entry?.documentId : undefined,
  sequence: Number(header(message, 'x-webhook-sequence')),
});

/** Starts a receiver that answers everything with an empty 200, after a moment. */
export const startTally = async (): Promise<Tally> => {
  const byDelivery = new Map<string, DeliveryTally>();
  const order = watchOrder();
  let observer: Observer | null = null;

  const count = (message: IncomingMessage, body: Body): void => {
    const deliveryId = header(message, 'x-wc-webhook-delivery-id');
    const eventId = header(message, 'webhook-id');
    const known = byDelivery.get(deliveryId);
    if (known === undefined) {
      const webhookId = header(message, 'x-wc-webhook-id');
      byDelivery.set(deliveryId, { webhookId, eventId, key: keyOf(body), requestCount: 1 });
      return;
    }
    if (known.eventId !== eventId || known.key !== keyOf(body)) {
      throw new Error(`delivery ${deliveryId} was sent as two different events`);
    }
    known.requestCount += 1;
  };

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(message);
    count(message, body);
    const place = placeOf(message, body);
    order.arrived(place);
    observer?.arrived?.();
    await pause(Math.random() * SLOWEST_ANSWER_MS);
    order.answered(place);
    response.end();
    await once(response, 'finish');
    observer?.answered?.();
  };

  const faults: unknown[] = [];
  const server = createServer((message, response) => {
    handle(message, response).catch((fault: unknown) => {
      // A sender that was killed in the middle of a request is no fault. Only `complete` tells: Node destroys what was
      // read to its end, too.
      if (message.complete) faults.push(fault);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');

  return {
    url: `http://127.0.0.1:${address.port}`,
    orderedUrl: `http://127.0.0.1:${address.port}${ORDERED_PATH}`,
    outOfOrder: order.outOfOrder,
    byDelivery,
    watch: (next) => {
      observer = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      if (faults.length > 0) throw faults[0];
    },
  };
};
