import type { Knex } from 'knex';
import {
  createKnexDatabase,
  createKnexStores,
  createStoreContext,
  runMigrations,
  type StoreContext,
} from '../../server/src/adapters/database';
import type { Executor } from '../../server/src/adapters/database/executor';
import type { Attempt } from '../../server/src/domain/attempt';
import type { Event } from '../../server/src/domain/event';
import {
  createEventId,
  deliveryIdOf,
  type DeliveryId,
  type WebhookId,
} from '../../server/src/domain/ids';
import { PluginError } from '../../server/src/errors/plugin-error';
import type {
  Database,
  NewDelivery,
  NewWebhook,
  SecretBox,
  Stores,
} from '../../server/src/pipeline/ports';
import type { DatabaseServer, TestDatabase } from '../helpers/databases';

// A project's own testTimeout is not what its tests get: Jest asks the global one.
jest.setTimeout(60_000);

/** Seals readably, so that a test can see what was sealed for whom. */
export const fakeSecretBox: SecretBox = {
  seal: (plaintext, identity) =>
    `sealed:${identity}|${Buffer.from(plaintext, 'utf8').toString('base64')}`,
  isCurrent: (ciphertext) => ciphertext.startsWith('sealed:'),
  open: (ciphertext, identity) => {
    const prefix = `sealed:${identity}|`;
    if (!ciphertext.startsWith(prefix)) {
      throw new PluginError('secret_unreadable', { detail: identity });
    }
    return Buffer.from(ciphertext.slice(prefix.length), 'base64').toString('utf8');
  },
};

/** A database with our tables, and the stores over it. */
export interface Fixture {
  readonly testDatabase: TestDatabase;
  readonly knex: Knex;
  readonly context: StoreContext;
  readonly database: Database;
  readonly stores: Stores;
  /** Another instance: the same tables over a pool of its own. */
  connectAgain(): { readonly knex: Knex; readonly database: Database; readonly stores: Stores };
  storesIn(trx: Executor): Stores;
  /** An instance that believes to be on a database with these abilities. */
  instanceWith(dialect: StoreContext['dialect']): Database;
  drop(): Promise<void>;
}

export const openFixture = async (server: DatabaseServer): Promise<Fixture> => {
  const testDatabase = await server.create();
  const knex = testDatabase.connect();
  await runMigrations(knex);
  const context = createStoreContext(knex, { secretBox: fakeSecretBox });
  const database = createKnexDatabase(knex, context);
  return {
    testDatabase,
    knex,
    context,
    database,
    stores: database.stores,
    connectAgain: () => {
      const again = testDatabase.connect();
      const other = createKnexDatabase(again, context);
      return { knex: again, database: other, stores: other.stores };
    },
    storesIn: (trx) => createKnexStores(trx, context),
    instanceWith: (dialect) => createKnexDatabase(testDatabase.connect(), { ...context, dialect }),
    drop: () => testDatabase.drop(),
  };
};

let serial = 0;

/** Ids in the order they are asked for, as events have them in life. */
export const anEvent = (over: Partial<Event> = {}): Event => {
  serial += 1;
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(6, serial);
  const body = over.body ?? '{"event":"entry.publish"}';
  return {
    id: createEventId(1_700_000_000_000 + serial, random),
    topic: 'entry.publish',
    uid: 'api::article.article',
    model: 'article',
    documentId: 'abc',
    locale: 'en',
    bodyBytes: Buffer.byteLength(body),
    occurredAtMs: 1_700_000_000_000 + serial,
    onlyWebhookId: null,
    ...over,
    body,
  };
};

export const NOW = 1_800_000_000_000;

export const aNewDelivery = (
  webhookId: WebhookId,
  over: Partial<NewDelivery> = {},
): NewDelivery => {
  const event = anEvent();
  const eventId = over.eventId ?? event.id;
  return {
    id: deliveryIdOf(eventId, webhookId),
    eventId,
    webhookId,
    topic: event.topic,
    uid: event.uid,
    documentId: event.documentId,
    locale: event.locale,
    sequence: 1,
    orderKey: null,
    waitsForEarlier: false,
    createdAtMs: NOW - 10_000,
    lease: null,
    dueAtMs: NOW - 1_000,
    ...over,
  };
};

export const aNewWebhook = (over: Partial<NewWebhook> = {}): NewWebhook => ({
  name: 'Receiver',
  status: 'active',
  topics: ['entry.*'],
  contentTypes: null,
  deliveryUrl: 'https://example.com/hook',
  headers: [],
  options: {},
  secret: 'a secret of some length',
  ...over,
});

export const anAttempt = (deliveryId: DeliveryId, over: Partial<Attempt> = {}): Attempt => ({
  deliveryId,
  number: 1,
  trigger: 'scheduled',
  outcome: 'success',
  startedAtMs: NOW,
  durationMs: 12,
  request: { method: 'POST', url: 'https://example.com/hook', headers: { 'x-a': 'b' } },
  response: { status: 200, headers: { server: 'x' }, body: 'ok', bodyTruncated: false },
  error: null,
  late: false,
  ...over,
});

/** Deliveries of one webhook, the oldest first. */
export const addDeliveries = async (
  stores: Stores,
  webhookId: WebhookId,
  count: number,
  over: Partial<NewDelivery> = {},
): Promise<DeliveryId[]> => {
  const deliveries = Array.from({ length: count }, () => aNewDelivery(webhookId, over));
  await stores.deliveries.insert(deliveries);
  return deliveries.map(({ id }) => id);
};

export const addDelivery = async (
  stores: Stores,
  webhookId: WebhookId,
  over: Partial<NewDelivery> = {},
): Promise<DeliveryId> => {
  const delivery = aNewDelivery(webhookId, over);
  await stores.deliveries.insert([delivery]);
  return delivery.id;
};
