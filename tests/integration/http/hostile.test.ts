import request from 'supertest';
import type { Endpoint } from '../../../server/src/contracts/endpoint';
import { ENDPOINTS, type EndpointName } from '../../../server/src/contracts/endpoints';
import { openBothDoors, type BothDoors } from './both-doors';
import type { Send } from './doors';
import { ENDPOINT_NAMES, exampleOf } from './examples';

let world: BothDoors;

beforeAll(async () => {
  world = await openBothDoors();
});
afterAll(() => world.stop());

const BODIES: readonly string[] = [
  '',
  '[]',
  '{"data":null}',
  '{"data":[]}',
  '{"data":"text"}',
  '{"data":{"constructor":1,"toString":{}},"hasOwnProperty":1}',
  '{"data":{"name":"a\\u0000b","topics":["entry.\\u0000"],"deliveryUrl":"https://example.com/\\u0000"}}',
  '{"data":{"name":"\\ud800","topics":["*"],"deliveryUrl":"https://example.com/\\ud800","status":"paused"}}',
  '{"data":{"topics":{"length":1},"deliveryUrl":{"toString":1},"headers":[["a","b"]]}}',
  '{"data":{"create":[null,1,"x",[],{}],"update":[{}],"delete":[{}]}}',
  '{"data":{"update":[{"id":1e99},{"id":-1},{"id":"1"}],"delete":[null,1.5,1e99]}}',
  '{"data":{"filters":{"text":"\\u0000","webhookId":1e99}}}',
  '{"data":{"held":{},"topic":[],"overlapHours":"1e9","secret":{}}}',
  '{"data":{"dryRun":1,"ids":["\\u0000",1e99]}}',
  `{"data":{"name":"${'x'.repeat(100_000)}"}}`,
  `{"data":${'['.repeat(5000)}${']'.repeat(5000)}}`,
];

/** What Strapi's own parser refuses, and logs. */
const NO_JSON: readonly string[] = [
  '{',
  'null',
  '0',
  '"text"',
  '{"data":{"__proto__":{"status":"active"}}}',
];

const QUERIES: readonly string[] = [
  '%',
  '%E0%A4%A',
  'a[b][c][d][e][f]=1',
  'filters',
  'filters=',
  'filters[]=1',
  'filters[__proto__][x]=1',
  'filters[constructor]=1&filters[toString]=1',
  'filters[status][$in][$in]=active&filters[state][$in][$eq][$in]=failed',
  `filters[topic]=${'x'.repeat(3000)}`,
  `${Array.from({ length: 150 }, (_, at) => `filters[topic][${at}]=x`).join('&')}`,
  'filters[text]=%00&filters[documentId]=%00&_q=%00',
  'pagination[cursor]=%F0%9F%92%A9&pagination[limit]=1e2',
  'pagination[page]=999999999999999999999999',
  'pagination=1&sort[]=&sort[a]=b',
  'from=275760-09-13T00:00:00.001Z&to=-000001-01-01T00:00:00Z',
  'webhookId=NaN&bucket[]=hour',
  'contentType[]=api::article.article&contentType=__proto__',
];

/** Both doors lead to the same checks; one of them is closed to one endpoint. */
const sendTo = (name: EndpointName): Send => {
  const endpoint: Endpoint = ENDPOINTS[name];
  return world.doors[endpoint.doors.includes('content-api') ? 'content-api' : 'admin'];
};

it.each(ENDPOINT_NAMES)('%s answers whatever arrives without an error of its own', async (name) => {
  const send = sendTo(name);
  const { method, path, ...sent } = await exampleOf(name, world);
  const errors: string[] = [];
  const look = async (what: string, request: ReturnType<Send>): Promise<void> => {
    const { status, text } = await request;
    if (status >= 500) errors.push(`${what}: ${status} ${text}`);
  };
  for (const query of QUERIES) await look(query, send(method, path, { ...sent, query }));
  if (method !== 'GET') {
    for (const body of BODIES) await look(body.slice(0, 120), send(method, path, { body }));
  }
  for (const id of ['%00', '%F0%9F%92%A9', '..%2F..', 'x'.repeat(2000)]) {
    const other = path.replaceAll(/\/(\d+|dlv_\w+)/g, `/${id}`);
    if (other !== path) await look(other.slice(0, 60), send(method, other, sent));
  }
  expect(errors).toEqual([]);
});

/** 200,000 wrong items are 400 KB: Strapi takes that, and would log and answer 20 MB of complaints. */
it('a fault for each of very many items: they are refused together, in few words', async () => {
  const body = (count: number): string =>
    `{"data":{"sensitiveHeaders":[${Array(count).fill(1).join(',')}]}}`;
  const send = world.doors['content-api'];
  const huge = await send('POST', '/webhooks', { body: body(200_000) });
  expect(huge.status).toBe(400);
  expect(huge.body.error.message).toBe('(root): the body must not hold more than 100000 values');
  const large = await send('POST', '/webhooks', { body: body(50_000) });
  expect(large.status).toBe(400);
  expect(large.body.error.details.code).toBe('webhook_invalid');
  expect(large.body.error.details.errors).toHaveLength(101);
  expect(large.body.error.details.errors.at(-1).message).toBe('and 49902 more');
});

it('a name of a megabyte as a field: it does not come back as a whole', async () => {
  const body = `{"data":{"${'x'.repeat(900_000)}":1}}`;
  const { status, text } = await world.doors['content-api']('POST', '/webhooks', { body });
  expect(status).toBe(400);
  expect(text.length).toBeLessThan(2_000);
});

it('a body that is nested deeper than anything we read is refused as a whole', async () => {
  const body = `{"data":{"headers":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}}`;
  const answer = await world.doors['content-api']('POST', '/webhooks', { body });
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toContain('nested deeper than 32 levels');
});

/** Strapi answers these itself, with 500 in version 5.54; they must not come near a webhook. */
it.each([
  ['multipart/form-data; boundary=x', 'identity'],
  ['application/json', 'gzip'],
])('what Strapi cannot read as %s, %s changes nothing', async (type, encoding) => {
  const { strapi } = world.app;
  const before = await world.plugin.webhooks.list();
  strapi.log.silent = true;
  const answer = await request(strapi.server.httpServer)
    .post('/api/durable-webhooks/webhooks')
    .set('Authorization', `Bearer ${await world.callers.apiToken('full-access')}`)
    .set('Content-Type', type)
    .set('Content-Encoding', encoding)
    .send('{"data":{"topics":["*"],"deliveryUrl":"https://example.com"}}');
  strapi.log.silent = false;
  expect(answer.headers['cache-control']).not.toBe('no-store');
  expect(answer.ok).toBe(false);
  expect(await world.plugin.webhooks.list()).toEqual(before);
});

it.each(NO_JSON)('%s is no body', async (body) => {
  const { log } = world.app.strapi;
  log.silent = true;
  const { status } = await world.doors.admin('POST', '/webhooks', { body });
  log.silent = false;
  expect(status).toBe(400);
});
