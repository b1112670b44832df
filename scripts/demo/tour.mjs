import { verifyStandard, verifyWooCommerce } from './receiver.mjs';

const ARTICLE = 'api::article.article';
const RELIABLE = '/reliable';
const BROKEN = '/broken';
const FAILURES = 5;
const LOOK_AGAIN_MS = 100;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until the answer is what was hoped for; the step's time limit ends it. */
const until = async (ask, holds) => {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await pause(LOOK_AGAIN_MS);
  }
};

const assert = (condition, message) => {
  if (!condition) throw new Error(message);
};

/** Registers a receiver; its secret goes to the receiver's side, as a person would carry it there. */
const register = async ({ app, receiver }, path, answer, input) => {
  const { webhook, secret } = await app.ask('createWebhook', {
    topics: ['entry.*'],
    contentTypes: [ARTICLE],
    deliveryUrl: receiver.open(path, answer),
    ...input,
  });
  receiver.tellSecret(path, secret);
  const ping = await receiver.waitFor((one) => one.path === path && one.topic === 'ping');
  return { webhook, secret, ping };
};

/** Makes and publishes an article, and waits until the reliable receiver has heard of it. */
const publish = async ({ app, receiver }, title) => {
  const { documentId } = await app.ask('createArticle', { title });
  await app.ask('publishArticle', documentId);
  const arrived = (topic) =>
    receiver.waitFor((one) => one.path === RELIABLE && one.topic === topic && one.title === title);
  await arrived('entry.create');
  const published = await arrived('entry.publish');
  return { documentId, published };
};

const firstWebhook = async (context) => {
  const { webhook, secret, ping } = await register(context, RELIABLE, () => 200, {
    name: 'Reliable receiver',
    retrySchedule: [1, 2, 4],
  });
  assert(ping.status === 200, 'the ping was refused');
  return { webhook, secret };
};

const firstArticle = async (context, { secret }) => {
  const { published } = await publish(context, 'Hello, webhooks');
  assert(published.wooCommerce && published.standard, 'a signature was not accepted');
  const forged = { ...published, body: published.body.replace('Hello', 'HELLO') };
  assert(!(await verifyWooCommerce(forged, secret)), 'a changed body passed as WooCommerce');
  assert(!verifyStandard(forged, secret), 'a changed body passed as Standard Webhooks');
  return 'both signatures verify, and neither does when the body is changed';
};

const failureAndRetry = async ({ app, receiver }) => {
  let refused = false;
  receiver.answerWith(RELIABLE, ({ topic }) => {
    if (refused || topic !== 'entry.update') return 200;
    refused = true;
    return 503;
  });
  const { documentId } = await app.ask('createArticle', { title: 'Second thoughts' });
  await app.ask('updateArticle', { documentId, data: { title: 'Better thoughts' } });
  const again = await receiver.waitFor(
    ({ topic, attempt }) => topic === 'entry.update' && attempt === 2,
  );
  const delivery = await until(
    () => app.ask('findDelivery', again.deliveryId),
    ({ state }) => state === 'succeeded',
  );
  const record = delivery.attempts.map(
    ({ number, response, durationMs }) =>
      `attempt ${number}: HTTP ${response?.status} in ${Math.round(durationMs)} ms`,
  );
  assert(record.length === 2, `${record.length} attempts are on record instead of 2`);
  return `on record: ${record.join(', ')}`;
};

const disabling = async (context) => {
  const { app } = context;
  const { webhook } = await register(context, BROKEN, () => 500, {
    name: 'Broken receiver',
    topics: ['entry.publish'],
    retrySchedule: [],
  });
  for (let round = 1; round <= FAILURES; round += 1) {
    await publish(context, `Nobody hears of this at ${BROKEN} (${round})`);
    const { status, failureCount } = await until(
      () => app.ask('findWebhook', webhook.id),
      (now) => now.failureCount >= round,
    );
    console.log(`     failed deliveries in a row: ${failureCount}, the webhook is ${status}`);
    assert((status === 'disabled') === (round === FAILURES), `it is ${status} after ${round}`);
  }
  const { disabledMessage } = await app.ask('findWebhook', webhook.id);
  await publish(context, 'Held until somebody enables it again');
  await until(
    () => app.ask('listDeliveries', { webhookId: webhook.id, limit: 1 }),
    ([newest]) => newest?.state === 'held',
  );
  return `disabled: ${disabledMessage}; the next event is held for it`;
};

/** The steps of the tour; each returns a sentence for people, or what the next one needs. */
export const tour = [
  { title: 'Create a webhook; it is pinged', seconds: 20, run: firstWebhook },
  { title: 'Publish an article', seconds: 30, run: firstArticle },
  { title: 'A failure (503), and its retry a second later', seconds: 30, run: failureAndRetry },
  {
    title: `A webhook with one try each is disabled after ${FAILURES} failures`,
    seconds: 60,
    run: disabling,
  },
];

/** What the tour has left behind: in the log, and at the receiver. */
export const countAll = async ({ app, receiver }) => {
  const deliveries = await app.ask('listDeliveries', { limit: 500 });
  const count = (state) => deliveries.filter((one) => one.state === state).length;
  const { deliveries: received } = receiver;
  return {
    requests: received.length,
    verified: received.filter(({ wooCommerce, standard }) => wooCommerce && standard).length,
    retries: received.filter(({ attempt }) => attempt > 1).length,
    deliveries: deliveries.length,
    succeeded: count('succeeded'),
    failed: count('failed'),
    held: count('held'),
    webhooks: await app.ask('countByStatus'),
  };
};
