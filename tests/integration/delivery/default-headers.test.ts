import type { Core } from '@strapi/strapi';
import { FAST_SETTINGS, pluginOf } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

const DEFAULTS = {
  'X-Text': 'text',
  'X-Number': 1337,
  'X-Fraction': 0.5,
  'X-On': true,
  'X-Off': false,
  'X-Empty': '',
  'X-Latin': 'café',
  'X-Long': 'x'.repeat(10_000),
  'X-Same-Case': 'default',
  'X-Other-Case': 'default',
  'User-Agent': 'shop/1.0',
  Authorization: 'Bearer default',
};
/** `env()` gives undefined for a variable that is not set. */
const UNSET = { 'X-Unset': undefined, 'X-Null': null };
const OWN = { 'X-Same-Case': 'own', 'x-other-case': 'own', Authorization: 'Bearer own' };

let app: BootedPlayground;
let receiver: Receiver;

beforeAll(async () => {
  app = await bootPlayground({
    settings: FAST_SETTINGS,
    hooks: {
      // Settings travel as JSON, which has no undefined.
      created: (strapi) => {
        strapi.config.set('server.webhooks.defaultHeaders', { ...DEFAULTS, ...UNSET });
      },
    },
  });
  receiver = await startReceiver();
  await registerWithCore(app.strapi);
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const entryAt = (path: string) => (request: ReceivedRequest) =>
  request.path === path && request.headers['x-strapi-event'] === 'entry.create';

const registerWithCore = async (strapi: Core.Strapi): Promise<void> => {
  const webhook = await strapi.get('webhookStore').createWebhook({
    name: 'core',
    url: `${receiver.url}/core`,
    headers: OWN,
    events: ['entry.create'],
    isEnabled: true,
  });
  strapi.get('webhookRunner').add(webhook);
};

it('defaultHeaders arrive as those of Strapi’s own webhooks do', async () => {
  await pluginOf(app.strapi).webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: `${receiver.url}/ours`,
    headers: OWN,
  });
  await app.strapi.documents('api::tag.tag').create({ data: { name: 'tag' } });

  const requests = await receiver.waitFor((all) =>
    ['/core', '/ours'].every((path) => all.some(entryAt(path))),
  );
  const [core, ours] = ['/core', '/ours'].map((path) => headersOf(requests.find(entryAt(path))));

  // Core's fetch joins what differs in nothing but the case, which no receiver expects.
  expect(core).toMatchObject({ 'x-other-case': 'default, own' });
  expect(ours).toEqual({ ...core, 'x-other-case': 'own' });
});

it('one that has no value is left out, and Strapi starts', async () => {
  await pluginOf(app.strapi).webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: `${receiver.url}/unset`,
  });
  await app.strapi.documents('api::tag.tag').create({ data: { name: 'unset' } });
  const requests = await receiver.waitFor((all) =>
    ['/core', '/unset'].every((path) => all.some(entryAt(path))),
  );

  const core = requests.find(entryAt('/core'))?.headers;
  expect(core).toMatchObject({ 'x-unset': 'undefined', 'x-null': 'null' });
  const ours = requests.find(entryAt('/unset'))?.headers;
  expect(ours).toMatchObject({ 'x-text': 'text' });
  expect(ours).not.toHaveProperty('x-unset');
  expect(ours).not.toHaveProperty('x-null');
});

/** Those that `defaultHeaders` may name. */
const headersOf = (request: ReceivedRequest | undefined): Record<string, unknown> => {
  const names = Object.keys(DEFAULTS).map((name) => name.toLowerCase());
  return Object.fromEntries(names.map((name) => [name, request?.headers[name]]));
};
