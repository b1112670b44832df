import { readFile, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { transformSync } from '@swc/core';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';

/**
 * Writes docs/openapi.json from the contracts. With --check nothing is written: it fails when the
 * file is not what would be written, or is no valid OpenAPI document.
 */
const TARGET = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

const require = createRequire(import.meta.url);
// The contracts are the product's own sources: no build stands between them and the document.
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};

const contract = (name) => require(`../server/src/contracts/${name}`);
const { ENDPOINTS } = contract('endpoints');
const { version } = require('../package.json');

const register = (schemas) => {
  const registry = z.registry();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  return registry;
};

/** JSON Schemas by id. Strapi's clients must not refuse what a later version adds to an answer. */
const jsonSchemas = (schemas, io) => {
  const converted = z.toJSONSchema(register(schemas), {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
      // Redundant beside the format, and beside "integer".
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return Object.fromEntries(
    Object.entries(converted.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [
      id,
      schema,
    ]),
  );
};

const operations = Object.entries(ENDPOINTS).filter(([, { doors }]) =>
  doors.includes('content-api'),
);
const byName = (pick) => Object.fromEntries(operations.map(([name, one]) => [name, pick(one)]));

const NAMED_ANSWERS = {
  Webhook: contract('webhook').webhookViewSchema,
  WebhookWithSecret: contract('webhook-actions').webhookWithSecretSchema,
  WebhookHealth: contract('health').webhookHealthSchema,
  Delivery: contract('delivery').deliveryViewSchema,
  DeliveryWithAttempts: contract('delivery-log').deliveryReadViewSchema,
  Attempt: contract('delivery').attemptViewSchema,
  Topic: contract('topic').topicViewSchema,
  ContentType: contract('content-type').contentTypeViewSchema,
  Stats: contract('stats').statsViewSchema,
  ImportResult: contract('import').importResultSchema,
  ReplayResult: contract('delivery').replayResultSchema,
  Error: contract('envelope').errorSchema,
  ErrorAnswer: contract('envelope').errorAnswerSchema,
};
const NAMED_REQUESTS = {
  CreateWebhook: contract('webhook').createWebhookSchema,
  EditWebhook: contract('webhook-actions').editWebhookSchema,
};

const answers = jsonSchemas({ ...NAMED_ANSWERS, ...byName(({ answer }) => answer) }, 'output');
const queries = jsonSchemas(
  byName(({ query }) => query),
  'input',
);
const bodies = jsonSchemas(
  {
    ...NAMED_REQUESTS,
    // A wrapper of its own: an endpoint may take a named schema as it is.
    ...byName(({ data, describedData }) => z.strictObject({ data: describedData ?? data })),
  },
  'input',
);

const PATH_PARAMETERS = {
  id: { schema: { type: 'integer', minimum: 1 }, description: "The webhook's id." },
  deliveryId: { schema: { type: 'string' }, description: "The delivery's id." },
};

const pathParameters = (path) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...PATH_PARAMETERS[name],
  }));

/** `filters` of an object becomes `filters[status]` and so on, as Strapi reads query strings. */
const queryParameters = ({ properties = {}, required = [] }, nameOf = (key) => key) =>
  Object.entries(properties).flatMap(([key, schema]) =>
    schema.type === 'object'
      ? queryParameters(schema, (inner) => `${nameOf(key)}[${inner}]`)
      : [{ name: nameOf(key), in: 'query', required: required.includes(key), schema }],
  );

const json = (schema) => ({ content: { 'application/json': { schema } } });

const FAILURES = {
  400: 'The request is not valid; every wrong field is named',
  401: 'No token, or one that is not known or has expired',
  403: 'The token lacks the scope',
  404: 'There is no such webhook or delivery',
  409: 'It was changed by somebody else since it was read, or its state does not allow this',
  429: 'The same token asked for this too often; `Retry-After` says how long to wait',
};

const namesOne = (name, { path }) => path.includes(':') || 'webhookId' in queries[name].properties;

const failuresOf = (name, endpoint) =>
  Object.entries(FAILURES)
    .filter(([status]) => status !== '404' || namesOne(name, endpoint))
    .filter(([status]) => status !== '409' || endpoint.method !== 'GET')
    .filter(([status]) => status !== '429' || endpoint.rate !== undefined)
    .map(([status]) => [status, { $ref: `#/components/responses/${status}` }]);

const takesData = ({ data, describedData }) =>
  data !== contract('endpoint').NO_DATA && (describedData ?? data);

const operation = (name, endpoint) => ({
  operationId: name,
  tags: [name.split('.')[0]],
  summary: endpoint.summary,
  description: `Scope of an API token: \`plugin::durable-webhooks.${name}\``,
  parameters: [...pathParameters(endpoint.path), ...queryParameters(queries[name])],
  ...(takesData(endpoint) && {
    requestBody: {
      required: !takesData(endpoint).safeParse(undefined).success,
      ...json(bodies[name]),
    },
  }),
  responses: {
    [endpoint.status]: { description: 'Done', ...json(answers[name]) },
    ...Object.fromEntries(failuresOf(name, endpoint)),
  },
});

const paths = {};
for (const [name, endpoint] of operations) {
  const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
  paths[path] ??= {};
  paths[path][endpoint.method.toLowerCase()] = operation(name, endpoint);
}

const pickNamed = (schemas, named) =>
  Object.fromEntries(Object.keys(named).map((id) => [id, schemas[id]]));

const specification = {
  openapi: '3.1.0',
  info: {
    title: 'Durable Webhooks',
    version,
    description: 'The content API of strapi-plugin-durable-webhooks, for API tokens.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/api/durable-webhooks', description: 'With the prefix that config/api sets' }],
  security: [{ apiToken: [] }],
  paths,
  components: {
    securitySchemes: { apiToken: { type: 'http', scheme: 'bearer' } },
    schemas: { ...pickNamed(answers, NAMED_ANSWERS), ...pickNamed(bodies, NAMED_REQUESTS) },
    responses: Object.fromEntries(
      Object.entries(FAILURES).map(([status, description]) => [
        status,
        { description, ...json({ $ref: '#/components/schemas/ErrorAnswer' }) },
      ]),
    ),
  },
};

const { valid, errors } = await new Validator().validate(structuredClone(specification));
if (!valid) throw new Error(`not a valid OpenAPI document: ${JSON.stringify(errors, null, 2)}`);

const text = await format(JSON.stringify(specification), {
  ...(await resolveConfig(TARGET)),
  parser: 'json',
});
if (!process.argv.includes('--check')) {
  await writeFile(TARGET, text);
} else if ((await readFile(TARGET, 'utf8').catch(() => '')) !== text) {
  throw new Error('docs/openapi.json is not current: run node scripts/openapi.mjs');
}
