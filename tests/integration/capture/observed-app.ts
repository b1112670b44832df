import type { Core } from '@strapi/strapi';
import { pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { bootPlayground, type BootedPlayground, type BootOptions } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';
import { listenToHub, type Announcement, type EventName } from './announcements';

type Json = Record<string, unknown>;

export interface RecordedEvent extends EventName {
  readonly id: string;
  readonly body: Json;
}

/** A document service without the types of content types, which are generated nowhere for the playground. */
export interface Documents {
  create(params: Json): Promise<{ readonly documentId: string }>;
  update(params: Json): Promise<{ readonly documentId: string } | null>;
  findMany(params: Json): Promise<Json[]>;
  clone(params: Json): Promise<unknown>;
  publish(params: Json): Promise<unknown>;
  unpublish(params: Json): Promise<unknown>;
  discardDraft(params: Json): Promise<unknown>;
  delete(params: Json): Promise<unknown>;
}

/** An app whose hub is listened to and whose events can be read. */
export interface ObservedApp {
  readonly app: BootedPlayground;
  readonly strapi: BootedPlayground['strapi'];
  readonly plugin: PluginUnderTest;
  readonly documents: (uid: string) => Documents;
  /** The webhook that wants everything. */
  readonly everythingId: number;
  /** What core announced on its hub since `forget()`. */
  readonly announced: Announcement[];
  /** What was recorded since `forget()`, in the order of its ids. */
  recorded(): Promise<RecordedEvent[]>;
  /** Waits until core announced so many entry events. */
  whenAnnounced(count: number): Promise<void>;
  /** Waits for so many events, and as many announcements of entries unless told otherwise. */
  whenRecorded(count: number, announcedCount?: number): Promise<RecordedEvent[]>;
  /** Waits until core announces nothing more, and what it announced is written. */
  whenQuiet(): Promise<void>;
  forget(): Promise<void>;
  stop(): Promise<void>;
}

const EVENTS = 'durable_webhooks_events';
/** Announcements are written in their order: once this one is there, so are all before it. */
const FENCE = 'test.fence';

/**
 * Boots the playground with a paused webhook that wants everything, so that every event is recorded and
 * none is sent.
 *
 * @param options - what differs from a plain boot
 */
export const bootObservedApp = async (options: BootOptions = {}): Promise<ObservedApp> => {
  const app = await bootPlayground({
    ...options,
    settings: { dispatcher: 'never', ...options.settings },
  });
  const { strapi } = app;
  const plugin = pluginOf(strapi);
  const { all: announced, whenEntries } = listenToHub(strapi, FENCE);
  plugin.events.registerTopic(FENCE);
  await subscribeTo(plugin, [FENCE]);
  const everythingId = await subscribeTo(plugin, ['*']);
  let fenceCount = 0;

  const allRecorded = async (): Promise<RecordedEvent[]> => {
    const rows = await strapi.db.connection(EVENTS).select('*').orderBy('id');
    return rows.map((row) => ({
      id: row.id,
      topic: row.topic,
      uid: row.uid,
      model: row.model,
      documentId: row.document_id,
      locale: row.locale,
      body: JSON.parse(row.body),
    }));
  };

  const recorded = async (): Promise<RecordedEvent[]> =>
    (await allRecorded()).filter(({ topic }) => topic !== FENCE);

  const pastFence = async (): Promise<void> => {
    const fence = (fenceCount += 1);
    await strapi.eventHub.emit(FENCE, { fence });
    await waitUntil(
      allRecorded,
      (events) => events.some(({ body }) => body['fence'] === fence),
      'what was announced before',
    );
  };

  return {
    app,
    strapi,
    plugin,
    documents: documentsOf(strapi),
    everythingId,
    announced,
    recorded,
    whenAnnounced: whenEntries,
    whenRecorded: async (count, announcedCount = count) => {
      await whenEntries(announcedCount);
      await pastFence();
      return waitUntil(recorded, ({ length }) => length >= count, 'recorded events');
    },
    whenQuiet: async () => {
      for (let count = -1; count < announced.length;) {
        count = announced.length;
        await pastFence();
      }
    },
    forget: async () => {
      await strapi.db.connection(EVENTS).delete();
      announced.length = 0;
    },
    stop: () => app.stop(),
  };
};

/** The document services of an app. */
export const documentsOf =
  (strapi: Core.Strapi) =>
  (uid: string): Documents =>
    Reflect.apply(strapi.documents, strapi, [uid]) as Documents;

/** A webhook that holds what it is owed. */
export const subscribeTo = async (
  plugin: PluginUnderTest,
  topics: string[],
  contentTypes: '*' | string[] = '*',
): Promise<number> => {
  const { webhook } = await plugin.webhooks.create({
    topics,
    contentTypes,
    status: 'paused',
    deliveryUrl: 'http://127.0.0.1:9/',
  });
  return webhook.id;
};
