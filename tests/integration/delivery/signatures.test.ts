import { Webhook as StandardVerifier } from 'standardwebhooks';
import { verifyWebhook } from '../../../receiver/src';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  app = await bootPlayground({
    settings: {
      ...FAST_SETTINGS,
      retry: { schedule: [2.1], jitter: 0 },
      topics: [{ name: 'order.paid' }],
    },
  });
  plugin = pluginOf(app.strapi);
});
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const codeOf = (verifying: Promise<unknown>): Promise<string> =>
  verifying.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );

/** Both formats of a request, as the receiver's own entry point sees them. */
const verdicts = async ({ body, headers }: ReceivedRequest, secret: string) => ({
  standard: await codeOf(verifyWebhook(body, headers, secret)),
  wooCommerce: await codeOf(verifyWebhook(body, headers, secret, { format: 'woocommerce' })),
});

const lastRequest = (): ReceivedRequest => {
  const request = receiver.requests.at(-1);
  if (request === undefined) throw new Error('nothing arrived');
  return request;
};

it.each([
  ['a generated secret', undefined],
  ['a text', 'pässwörd pässwörd & <b>'],
])('the receiver accepts what is sent with %s, and nothing that was changed', async (_n, own) => {
  const { webhook, secret } = await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: receiver.url,
    ...(own === undefined ? {} : { secret: own }),
  });
  await plugin.webhooks.triggerTest(webhook.id);
  const request = lastRequest();
  expect(await verdicts(request, secret)).toEqual({
    standard: 'accepted',
    wooCommerce: 'accepted',
  });
  expect(await verdicts({ ...request, body: Buffer.from('{}') }, secret)).toEqual({
    standard: 'signature_invalid',
    wooCommerce: 'signature_invalid',
  });
});

it('while a secret rotates both secrets verify Standard Webhooks, and the new one alone WooCommerce', async () => {
  const { webhook, secret: old } = await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: receiver.url,
  });
  const rotated = await plugin.webhooks.rotateSecret(webhook.id, { overlapHours: 1 });
  const { secret } = rotated.secret;
  await plugin.webhooks.triggerTest(webhook.id);
  const during = lastRequest();
  expect(await verdicts(during, secret)).toEqual({ standard: 'accepted', wooCommerce: 'accepted' });
  expect(await verdicts(during, old)).toEqual({
    standard: 'accepted',
    wooCommerce: 'signature_invalid',
  });

  await plugin.webhooks.endPreviousSecrets(webhook.id);
  await plugin.webhooks.triggerTest(webhook.id);
  expect((await verdicts(lastRequest(), old)).standard).toBe('signature_invalid');
});

it('signs every attempt with its own time, so that a late retry is not refused as old', async () => {
  const { webhook, secret } = await plugin.webhooks.create({
    topics: ['order.paid'],
    deliveryUrl: receiver.url,
  });
  await receiver.waitFor((all) => all.some((one) => one.headers['x-strapi-event'] === 'ping'));
  receiver.answer([{ status: 500 }, {}]);
  await plugin.events.emit('order.paid', { orderId: 1 });
  const ours = (all: readonly ReceivedRequest[]) =>
    all.filter((one) => one.headers['x-strapi-event'] === 'order.paid');
  const [first, second] = ours(
    await receiver.waitFor((all) => ours(all).length === 2, { timeoutMs: 30_000 }),
  );
  const secondsOf = (request: ReceivedRequest | undefined): number =>
    Number(request?.headers['webhook-timestamp']);
  for (const request of [first, second]) {
    const { body, headers } = request ?? lastRequest();
    new StandardVerifier(secret).verify(body, headers as Record<string, string>);
  }
  expect(secondsOf(second) - secondsOf(first)).toBeGreaterThanOrEqual(2);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  await plugin.webhooks.delete(webhook.id);
});
