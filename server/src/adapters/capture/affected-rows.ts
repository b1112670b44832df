import { isRecord } from '../../domain/is-record';
import type { EntryTopic } from '../../domain/rules/topic';
import type { DocumentAction } from './document-action';
import {
  idsOf,
  type EntryReader,
  type EntrySnapshot,
  type JsonObject,
  type RowId,
} from './entry-reader';

/** One entry event to be: what happened to which row. */
export interface AffectedRow {
  readonly topic: EntryTopic;
  readonly id: RowId;
  /** Read before the action, where it is gone afterwards. */
  readonly before: EntrySnapshot | null;
}

export interface ObserverDeps {
  readonly reader: EntryReader;
  readonly defaultLocale: () => Promise<unknown>;
  /** False where the rows' names are enough. */
  readonly withContent: boolean;
}

/** Watches one action from inside its transaction. */
export interface ActionObserver {
  /** Reads what will be gone or undecidable afterwards. */
  begin(): Promise<void>;
  /** Finds the rows that core announces; only the ids of the result are believed. */
  end(result: unknown): Promise<readonly AffectedRow[]>;
}

/**
 * Says for an action what core announces on its hub, before core does.
 *
 * @param action - what is about to be done
 * @param deps - how to look at the rows
 */
export const observeAction = (action: DocumentAction, deps: ObserverDeps): ActionObserver => {
  switch (action.name) {
    case 'create':
      return observeCreate(action, deps);
    case 'update':
      return observeUpdate(action, deps);
    case 'delete':
      return observeRemoval(action, deps, 'entry.delete', {});
    case 'unpublish':
      return observeRemoval(action, deps, 'entry.unpublish', { publishedAt: { $ne: null } });
    case 'clone':
      return observeEntries('entry.create');
    case 'publish':
      return observeEntries('entry.publish');
    case 'discardDraft':
      return observeEntries('entry.draft-discard');
  }
};

const observeEntries = (topic: EntryTopic): ActionObserver => ({
  begin: async () => {},
  end: (result) => Promise.resolve(rowsOf(topic, idsInEntries(result))),
});

const observeCreate = (action: DocumentAction, { reader }: ObserverDeps): ActionObserver => ({
  begin: async () => {},
  end: async (result) => {
    const ids = idsOf(result);
    if (!action.alsoPublishes) return rowsOf('entry.create', ids);
    return [
      ...rowsOf('entry.create', await draftsBeside(reader, action.uid, ids)),
      ...rowsOf('entry.publish', ids),
    ];
  },
});

const observeUpdate = (action: DocumentAction, { reader }: ObserverDeps): ActionObserver => {
  const { uid, documentId } = action;
  const mayCreate = action.isLocalized || action.hasDraftAndPublish;
  let before: readonly RowId[] = [];
  return {
    begin: async () => {
      if (documentId === null || !mayCreate) return;
      const version = action.hasDraftAndPublish ? { publishedAt: null } : {};
      before = await reader.ids(uid, { documentId, ...version });
    },
    end: async (result) => {
      const ids = idsOf(result);
      if (documentId === null) return [];
      if (!mayCreate) return rowsOf('entry.update', ids);
      const changed = action.alsoPublishes ? await draftsBeside(reader, uid, ids) : ids;
      return [
        // A row that was not there is a locale that the document did not have.
        ...changed.flatMap((id) =>
          rowsOf(before.includes(id) ? 'entry.update' : 'entry.create', [id]),
        ),
        ...(action.alsoPublishes ? rowsOf('entry.publish', ids) : []),
      ];
    },
  };
};

/** What publishing gives back is the published version; its draft was written first. */
const draftsBeside = async (
  reader: EntryReader,
  uid: string,
  publishedIds: readonly RowId[],
): Promise<RowId[]> => {
  const drafts: RowId[] = [];
  for (const id of publishedIds) {
    const name = await reader.nameOf(uid, id);
    if (name !== null) drafts.push(...(await reader.ids(uid, { ...name, publishedAt: null })));
  }
  return drafts;
};

const observeRemoval = (
  action: DocumentAction,
  deps: ObserverDeps,
  topic: EntryTopic,
  condition: JsonObject,
): ActionObserver => {
  const { reader, withContent } = deps;
  const before = new Map<RowId, EntrySnapshot | null>();
  return {
    begin: async () => {
      const lookup = await lookupOf(action, deps);
      if (lookup === null) return;
      for (const id of await reader.ids(action.uid, { ...lookup, ...condition })) {
        before.set(id, withContent ? await reader.read(action.uid, id) : null);
      }
    },
    end: (result) =>
      Promise.resolve(
        idsInEntries(result)
          .filter((id) => before.has(id))
          .map((id) => ({ topic, id, before: before.get(id) ?? null })),
      ),
  };
};

/** The rows of a document that an action is about; null when core will refuse it. */
const lookupOf = async (
  { documentId, isLocalized, locale }: DocumentAction,
  { defaultLocale }: ObserverDeps,
): Promise<JsonObject | null> => {
  if (documentId === null) return null;
  if (!isLocalized || locale === '*') return { documentId };
  const wanted = hasLocale(locale) ? locale : await defaultLocale();
  return typeof wanted === 'string' || Array.isArray(wanted)
    ? { documentId, locale: wanted }
    : null;
};

/** Core takes every falsy locale for none. */
const hasLocale = (locale: unknown): boolean => Boolean(locale);

const idsInEntries = (result: unknown): RowId[] => {
  const entries = isRecord(result) ? result['entries'] : undefined;
  return Array.isArray(entries) ? entries.flatMap(idsOf) : [];
};

const rowsOf = (topic: EntryTopic, ids: readonly RowId[]): AffectedRow[] =>
  ids.map((id) => ({ topic, id, before: null }));
