import type { Core } from '@strapi/strapi';
import type { Announcements } from './announcements';
import { DOCUMENT_ACTIONS, perform, prepare, VIEWS, type DocumentAction } from './document-actions';
import { createLabels, type Labels } from './labels';
import type { MiddlewareSlot } from './middleware-slot';
import { documentsOf } from './observed-app';
import { USER_MIDDLEWARES, type UserMiddleware } from './user-middlewares';

export interface ActionsApp {
  readonly strapi: Core.Strapi;
  readonly hub: Announcements;
  readonly slot: MiddlewareSlot;
  /** Called when everything is prepared, and nothing that counts has happened. */
  forget(): Promise<void>;
}

/** What became of an action, masked. */
export interface Outcome {
  readonly result: unknown;
  readonly error: string | null;
  /** The rows of its documents. */
  readonly rows: readonly string[];
}

export interface Played {
  readonly outcomes: ReadonlyMap<DocumentAction, Outcome>;
  readonly labels: Labels;
}

interface Ending {
  readonly result: unknown;
  readonly error: string | null;
}

/**
 * With what an action is performed beside a middleware: every middleware sees both, and so does every
 * action. All combinations would take too long.
 */
const viewFor = (middleware: UserMiddleware, action: DocumentAction): Record<string, unknown> => {
  const views = VIEWS.filter(({ name }) => name === 'plain' || name === 'with fields and populate');
  const turn = USER_MIDDLEWARES.indexOf(middleware) + DOCUMENT_ACTIONS.indexOf(action);
  return views[turn % views.length]?.of[action.uid] ?? {};
};

const TABLES = ['articles', 'tags', 'homepages'];

/**
 * Performs every document action beside a middleware, one after the other. Where the middleware says so, an
 * action goes on while the next ones begin.
 *
 * @param app - with or without the plugin
 */
export const playActions = async (app: ActionsApp, middleware: UserMiddleware): Promise<Played> => {
  const { strapi, slot } = app;
  const documents = documentsOf(strapi);
  const labels = createLabels();
  const prepared = await prepareAll(app, labels);
  await app.forget();

  const left: Promise<void>[] = [];
  const endings = new Map<DocumentAction, Promise<Ending>>();
  for (const [action, documentId] of prepared) {
    await new Promise<void>((goOn) => {
      slot.fill(action, (next) =>
        middleware.surround({
          strapi,
          documents,
          documentId,
          next: async () => {
            const result = await next();
            labels.add(action.name, result);
            return result;
          },
          goOn,
          leaveRunning: (work) => {
            left.push(work.then((result) => labels.add(action.name, result)));
          },
        }),
      );
      const ending = perform(documents, action, documentId, viewFor(middleware, action)).then(
        (result) => ({ result, error: null }),
        (error: unknown) => ({ result: null, error: String(error) }),
      );
      endings.set(action, ending);
      void ending.then(() => goOn());
    });
  }
  await Promise.all([...endings.values(), ...left]);

  const rows = await rowsOf(strapi, labels);
  const outcomes = new Map<DocumentAction, Outcome>();
  for (const [action, ending] of endings) {
    const { result, error } = await ending;
    const own = rows.filter(({ document_id: id }) => labels.ownerOf(id) === action.name);
    outcomes.set(action, {
      result: labels.mask(result),
      error,
      rows: own.map((row) => JSON.stringify(labels.mask(row))).sort(),
    });
  }
  return { outcomes, labels };
};

const prepareAll = async (
  { strapi, hub }: ActionsApp,
  labels: Labels,
): Promise<ReadonlyMap<DocumentAction, string | undefined>> => {
  const prepared = new Map<DocumentAction, string | undefined>();
  let eventCount = 0;
  for (const action of DOCUMENT_ACTIONS) {
    const { documentId, count } = await prepare(documentsOf(strapi), action);
    labels.add(action.name, { documentId });
    prepared.set(action, documentId);
    eventCount += count;
  }
  await hub.whenEntries(eventCount);
  return prepared;
};

interface ContentRow {
  readonly document_id: string;
}

const rowsOf = async (strapi: Core.Strapi, labels: Labels): Promise<ContentRow[]> => {
  const rows: ContentRow[] = [];
  for (const table of TABLES) {
    rows.push(
      ...(await strapi.db.connection(table).whereIn('document_id', [...labels.documentIds])),
    );
  }
  return rows;
};
