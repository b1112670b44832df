import { pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { bootPlayground, type BootedPlayground, type BootOptions } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';

type Json = Record<string, unknown>;

/** What an event says of itself, whether it was recorded or announced. */
export interface EventName {
  readonly topic: string;
  readonly uid: string | null;
  readonly model: string | null;
  readonly documentId: string | null;
  readonly locale: string | null;
}

export interface RecordedEvent extends EventName {
  readonly id: string;
  readonly body: Json;
}

export interface Announcement {
  readonly topic: string;
  readonly info: Json;
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
  const announced: Announcement[] = [];
  strapi.eventHub.subscribe((topic: string, info: unknown) => {
    if (topic !== FENCE) announced.push({ topic, info: copyOf(info) });
    return Promise.resolve();
  });
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

  const entriesAnnounced = (): number =>
    announced.filter(({ topic }) => topic.startsWith('entry.')).length;

  const whenAnnounced = async (count: number): Promise<void> => {
    await waitUntil(entriesAnnounced, (number) => number >= count, 'announcements');
  };

  return {
    app,
    strapi,
    plugin,
    documents: (uid) => Reflect.apply(strapi.documents, strapi, [uid]) as Documents,
    everythingId,
    announced,
    recorded,
    whenAnnounced,
    whenRecorded: async (count, announcedCount = count) => {
      await whenAnnounced(announcedCount);
      await pastFence();
      return waitUntil(recorded, ({ length }) => length >= count, 'recorded events');
    },
    forget: async () => {
      await strapi.db.connection(EVENTS).delete();
      announced.length = 0;
    },
    stop: () => app.stop(),
  };
};

const copyOf = (info: unknown): Json => {
  try {
    return JSON.parse(JSON.stringify(info ?? {}));
  } catch {
    return {};
  }
};

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

/** Core tells of a deleted or unpublished entry only what its caller asked to see, often without the locale. */
export const saysItsLocale = ({ info }: Announcement): boolean =>
  'locale' in ((info['entry'] ?? {}) as Json);

/** What names an announcement of core's; a null entry names nothing. */
export const nameOf = ({ topic, info }: Announcement): EventName => {
  const entry = (info['entry'] ?? {}) as Json;
  return {
    topic,
    uid: (info['uid'] as string | undefined) ?? null,
    model: (info['model'] as string | undefined) ?? null,
    documentId: (entry['documentId'] as string | undefined) ?? null,
    locale: (entry['locale'] as string | undefined) ?? null,
  };
};

/** Events as a multiset: sorted names, one line each. */
export const namesOf = (events: readonly EventName[]): string[] =>
  events
    .map(({ topic, uid, model, documentId, locale }) =>
      [topic, uid, model, documentId, locale].map(String).join(' '),
    )
    .sort();
