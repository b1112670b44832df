import type { Core } from '@strapi/strapi';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import {
  disagreements,
  listenToHub,
  nameOf,
  type AnnouncedName,
  type Announcement,
  type Announcements,
  type EventName,
} from './announcements';
import { DOCUMENT_ACTIONS } from './document-actions';
import type { Labels } from './labels';
import { createMiddlewareSlot } from './middleware-slot';
import { bootObservedApp, type ObservedApp } from './observed-app';
import { playActions, type Played } from './play-actions';
import { USER_MIDDLEWARES, type UserMiddleware } from './user-middlewares';

/** What an app without the plugin did. */
interface Baseline extends Played {
  readonly announced: readonly AnnouncedName[];
}

const baselines = new Map<UserMiddleware, Baseline>();
let rowCounts: Readonly<Record<string, number>>;
const slot = createMiddlewareSlot();
const hooks = {
  created: ({ documents }: Core.Strapi): void => void documents.use(slot.middleware),
};

const eventCountOf = (middleware: UserMiddleware): number =>
  DOCUMENT_ACTIONS.reduce((sum, action) => sum + middleware.eventsOf(action).length, 0);

const labelled = (announced: readonly Announcement[], labels: Labels): AnnouncedName[] =>
  announced.map(nameOf).map((name) => ({
    ...name,
    documentId: name.documentId && labels.of(name.documentId),
  }));

/** They come first: a process has one Strapi at a time. */
describe('without the plugin', () => {
  let app: BootedPlayground;
  let hub: Announcements;

  beforeAll(async () => {
    app = await bootPlayground({ plugin: false, hooks });
    hub = listenToHub(app.strapi);
  });
  afterAll(async () => {
    rowCounts = await countRows(app.strapi);
    await app.stop();
  });

  const forget = (): Promise<void> => Promise.resolve(void (hub.all.length = 0));

  test.each(USER_MIDDLEWARES)('document actions beside $name', async (middleware) => {
    await forget();
    const played = await playActions({ ...app, hub, slot, forget }, middleware);
    await hub.whenEntries(eventCountOf(middleware));
    baselines.set(middleware, { ...played, announced: labelled(hub.all, played.labels) });
  });
});

describe('with the plugin', () => {
  let observed: ObservedApp;

  beforeAll(async () => {
    observed = await bootObservedApp({ hooks });
  });
  afterAll(() => observed.stop());

  describe.each(USER_MIDDLEWARES)('document actions beside $name', (middleware) => {
    let played: Played;
    let recorded: readonly EventName[];

    beforeAll(async () => {
      await observed.forget();
      const hub = { all: observed.announced, whenEntries: observed.whenAnnounced };
      played = await playActions({ ...observed, hub, slot }, middleware);
      recorded = await observed.whenRecorded(eventCountOf(middleware));
    });

    test.each(DOCUMENT_ACTIONS)('$name', (action) => {
      const { labels, outcomes } = played;
      expect(outcomes.get(action)).toEqual(baselines.get(middleware)?.outcomes.get(action));
      const own = recorded.filter(({ documentId }) => labels.ownerOf(documentId) === action.name);
      expect(own.map(({ topic, locale }) => `${topic} ${locale}`).sort()).toEqual(
        middleware
          .eventsOf(action)
          .map(([topic, locale]) => `${topic} ${locale}`)
          .sort(),
      );
    });

    test('what is recorded is what core announces, with us and without us', () => {
      const named = recorded.map((event) => ({
        ...event,
        documentId: event.documentId && played.labels.of(event.documentId),
      }));
      expect(disagreements(named, labelled(observed.announced, played.labels))).toEqual([]);
      expect(disagreements(named, baselines.get(middleware)?.announced ?? [])).toEqual([]);
    });
  });

  test('the tables of content hold as many rows as without us', async () => {
    expect(await countRows(observed.strapi)).toEqual(rowCounts);
  });
});

/** Also those of components and relations. */
async function countRows(strapi: Core.Strapi): Promise<Record<string, number>> {
  const tables: string[] = await strapi.db.dialect.schemaInspector.getTables();
  const counts: Record<string, number> = {};
  for (const table of tables.filter((name) =>
    /^(articles|tags|homepages|components|files)_?/.test(name),
  )) {
    const [row] = await strapi.db.connection(table).count({ count: '*' });
    counts[table] = Number(row?.['count']);
  }
  return counts;
}
