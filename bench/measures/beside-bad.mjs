import { createRequire } from 'node:module';
import { startReceiver } from '../receiver/start-receiver.mjs';
import { metered } from './metered.mjs';

const { BAD_CERTIFICATES, MISBEHAVIOURS } = createRequire(import.meta.url)(
  '../receiver/misbehaviours.cjs',
);
const GAP_MS = 20;
/** The counter of the healthy one. */
export const HEALTHY = 'healthy';

/** Each way in which a receiver can be bad. */
export const BAD_KINDS = [...Object.keys(MISBEHAVIOURS), ...BAD_CERTIFICATES];

/** How long each of so many requests of the healthy one takes, from the commit of its event to its arrival. */
export const trickle = async (context, app, count) => {
  const { receiver } = context;
  await receiver.reset(HEALTHY);
  const { value: committed } = await metered(context, app, () =>
    app.ask('trickle', { count, gapMs: GAP_MS, bytes: 1000, side: 'ours' }),
  );
  await receiver.reached(HEALTHY, count, 60_000);
  const arrived = await receiver.times(HEALTHY);
  return committed.map((atMs, index) => arrived[index] - atMs);
};

/** In a process of their own: what they do there must not hold up the healthy one's clock. */
export const withBadReceivers = async (work) => {
  const receivers = await startReceiver();
  try {
    return await work(receivers);
  } finally {
    await receivers.stop();
  }
};

/**
 * Makes sure that the bad ones were bad.
 *
 * @throws Error when one with a bad certificate got a request, or another got none
 */
export const assertBad = async (receivers, kinds) => {
  for (const kind of kinds) {
    const count = await receivers.count(kind);
    if (count > 0 === BAD_CERTIFICATES.includes(kind))
      throw new Error(`the receiver "${kind}" got ${count} requests`);
  }
};

/** A webhook that stands aside for each of these kinds. @returns their ids, in this order */
export const createBad = async (receivers, app, kinds, settings = {}) => {
  const ids = [];
  for (const kind of kinds) {
    const id = await app.ask('createAside', {
      name: kind,
      deliveryUrl: receivers.badUrl(kind),
      // It must stay in the way for as long as the measure lasts.
      maxConsecutiveFailures: 1_000_000,
      ...settings,
    });
    ids.push(id);
  }
  return ids;
};
