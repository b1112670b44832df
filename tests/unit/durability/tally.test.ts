import { once } from 'node:events';
import { connect } from 'node:net';
import { startTally, type Tally } from '../../durability/kills/tally';

const BODY = JSON.stringify({ event: 'entry.create', entry: { title: 'first' } });

let tally: Tally;
beforeEach(async () => {
  tally = await startTally();
});

const headersOf = (eventId: string): Record<string, string> => ({
  'x-wc-webhook-delivery-id': 'a delivery',
  'x-wc-webhook-id': '1',
  'webhook-id': eventId,
  'x-webhook-sequence': '1',
});
const send = (eventId: string): Promise<Response> =>
  fetch(tally.url, { method: 'POST', headers: headersOf(eventId), body: BODY });

/** Sends so much of the body and goes. */
const dieAfter = async (length: number): Promise<void> => {
  const { port, hostname } = new URL(tally.url);
  const lines = Object.entries(headersOf('an event')).map(([name, value]) => `${name}: ${value}`);
  const head = ['POST / HTTP/1.1', 'host: tally', `content-length: ${BODY.length}`, ...lines];
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  await new Promise((resolve) => {
    socket.write(`${head.join('\r\n')}\r\n\r\n${BODY.slice(0, length)}`, resolve);
  });
  socket.resetAndDestroy();
  await once(socket, 'close');
};

it('counts how often a delivery came', async () => {
  for (let time = 0; time < 2; time += 1) expect((await send('an event')).ok).toBe(true);
  await tally.close();
  expect([...tally.byDelivery.values()]).toEqual([
    { webhookId: '1', eventId: 'an event', key: 'entry.create first', requestCount: 2 },
  ]);
});

it('tells at its end of a delivery that was sent as two events', async () => {
  await send('an event');
  await expect(send('another event')).rejects.toThrow();
  await expect(tally.close()).rejects.toThrow('was sent as two different events');
});

it('takes it for no fault when a sender dies in the middle of its request', async () => {
  await dieAfter(10);
  // Its end came before this.
  expect((await send('an event')).ok).toBe(true);
  await expect(tally.close()).resolves.toBeUndefined();
});
