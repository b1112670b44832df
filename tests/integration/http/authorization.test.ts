import type { Endpoint } from '../../../server/src/contracts/endpoint';
import { ENDPOINTS, type EndpointName } from '../../../server/src/contracts/endpoints';
import { PERMISSIONS } from '../../../server/src/contracts/permission';
import { pluginOf } from '../../helpers/plugin';
import { startReceiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { callersOf, type Answer, type Callers, type Send } from './doors';
import { ENDPOINT_NAMES, exampleOf, type World } from './examples';

let app: BootedPlayground;
let world: World;
let callers: Callers;
let personToken: string;
let fullAccessToken: string;

beforeAll(async () => {
  app = await bootPlayground({ settings: { dispatcher: 'never' } });
  world = { plugin: pluginOf(app.strapi), receiver: await startReceiver() };
  callers = callersOf(app.strapi);
  personToken = await callers.loginWith([]);
  fullAccessToken = await callers.apiToken('full-access');
});
afterAll(async () => {
  await app.stop();
  await world.receiver.close();
});

const ours = (name: string): string => `plugin::durable-webhooks.${name}`;
const scopeOf = (name: EndpointName): string => ours(name);

const needed = (endpoint: Endpoint): string[] => [
  ...endpoint.permissions.map(ours),
  ...(endpoint.corePermissions ?? []),
];
const helpful = (endpoint: Endpoint): string[] => (endpoint.anyPermission ?? []).map(ours);
/** What it takes to be refused: each of those that are all needed, and all of those of which one is enough. */
const withheld = (endpoint: Endpoint): string[][] =>
  [...needed(endpoint).map((action) => [action]), helpful(endpoint)].filter(
    (actions) => actions.length > 0,
  );
const EVERYTHING = [...PERMISSIONS.map(ours), 'admin::webhooks.update'];

const sendExample = async (send: Send, name: EndpointName): Promise<Answer> => {
  const { method, path, ...sent } = await exampleOf(name, world);
  return send(method, path, sent);
};

const expectSuccess = (name: EndpointName, answer: Answer): void => {
  const endpoint: Endpoint = ENDPOINTS[name];
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: endpoint.status });
  // Strict schemas: an answer with one field more or less than the contract says fails here.
  endpoint.answer.parse(answer.body);
};

it('names no action so that a read-only token would pass', () => {
  expect(ENDPOINT_NAMES.filter((name) => /find(One)?$/i.test(name))).toEqual([]);
});

describe.each(ENDPOINT_NAMES)('the admin door to %s', (name) => {
  const endpoint: Endpoint = ENDPOINTS[name];

  it('is closed without a login, and to API tokens', async () => {
    expect((await sendExample(callers.anonymous('admin'), name)).status).toBe(401);
    const withApiToken = await sendExample(callers.bearer('admin', fullAccessToken), name);
    expect(withApiToken.status).toBe(401);
  });

  it.each(withheld(endpoint))(
    'is closed to a role that allows everything but %s',
    async (...missing) => {
      const others = EVERYTHING.filter((action) => !missing.includes(action));
      expect((await sendExample(await callers.admin(others), name)).status).toBe(403);
    },
  );

  it('opens to a role that allows what it takes and nothing else', async () => {
    const send = await callers.admin([...needed(endpoint), ...helpful(endpoint)]);
    expectSuccess(name, await sendExample(send, name));
  });
});

const onContentApi = ENDPOINT_NAMES.filter((name) =>
  (ENDPOINTS[name] as Endpoint).doors.includes('content-api'),
);

describe.each(onContentApi)('the content API door to %s', (name) => {
  it('is closed without a token, to people, and to the accounts of the app, whatever they were granted', async () => {
    expect((await sendExample(callers.anonymous('content-api'), name)).status).toBe(401);
    const person = callers.bearer('content-api', personToken);
    expect((await sendExample(person, name)).status).toBe(401);
    const account = callers.bearer('content-api', await callers.appUser(onContentApi.map(scopeOf)));
    expect((await sendExample(account, name)).status).toBe(401);
  });

  it('is closed to a read-only token, and to one with every other scope', async () => {
    expect((await sendExample(await callers.token('read-only'), name)).status).toBe(403);
    const others = onContentApi.filter((other) => other !== name).map(scopeOf);
    expect((await sendExample(await callers.token({ custom: others }), name)).status).toBe(403);
  });

  it('opens to a full-access token, and to one with its scope alone', async () => {
    const full = callers.bearer('content-api', fullAccessToken);
    expectSuccess(name, await sendExample(full, name));
    expectSuccess(name, await sendExample(await callers.token({ custom: [scopeOf(name)] }), name));
  });
});

it('takes admin tokens at the admin door, for what they allow and nothing else', async () => {
  const token = await callers.adminToken([ours('webhooks.read')]);
  const send = callers.bearer('admin', token);
  expectSuccess('webhooks.read', await sendExample(send, 'webhooks.read'));
  expect((await sendExample(send, 'webhooks.delete')).status).toBe(403);
  const other = callers.bearer('content-api', token);
  expect((await sendExample(other, 'webhooks.read')).status).toBe(401);
});

it('reveals secrets at the admin door alone', async () => {
  const full = callers.bearer('content-api', fullAccessToken);
  expect([404, 405]).toContain((await sendExample(full, 'webhooks.revealSecret')).status);
});

it('lets the public of the app in nowhere, even when its role was granted everything', async () => {
  const role = await app.strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'public' } });
  for (const name of onContentApi) {
    await app.strapi.db
      .query('plugin::users-permissions.permission')
      .create({ data: { action: scopeOf(name), role: role.id } });
  }
  for (const name of onContentApi) {
    expect((await sendExample(callers.anonymous('content-api'), name)).status).toBe(401);
  }
});
