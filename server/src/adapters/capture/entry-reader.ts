import { contentTypes, sanitize, traverseEntity } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { isUserContentType } from '../../domain/content-type';
import { isRecord } from '../../domain/is-record';
import { createDeepPopulate } from './deep-populate';
import type { Model, Models } from './models';

export type RowId = number | string;
export type JsonObject = Record<string, unknown>;

/** An entry as receivers may see it, and what names it. */
export interface EntrySnapshot {
  readonly documentId: string | null;
  readonly locale: string | null;
  readonly entry: JsonObject;
}

export interface EntryReader {
  /** Rows that a query finds, in no particular order. */
  ids(uid: string, where: JsonObject): Promise<RowId[]>;
  /** What the versions of an entry have in common: the document, and the locale where there are any. */
  nameOf(uid: string, id: RowId): Promise<JsonObject | null>;
  /** One row with all that belongs to it; null when there is none. */
  read(uid: string, id: RowId): Promise<EntrySnapshot | null>;
  /** Takes private attributes, passwords and accounts out of a row that somebody else read. */
  sanitise(uid: string, row: JsonObject): Promise<JsonObject>;
}

type Visitor = Parameters<typeof traverseEntity>[0];
type Data = Parameters<typeof traverseEntity>[2];

/**
 * Reads entries as core does for its hub, in whatever transaction the caller is.
 *
 * @param strapi - the Strapi
 * @param models - finds models by uid
 */
export const createEntryReader = (strapi: Core.Strapi, models: Models): EntryReader => {
  const visitor = removeWhatCoreLeaves(models);
  const populateOf = createDeepPopulate(models);
  // Strapi's traversal leaves an entity as it is when its type no longer exists.
  const getModel = (uid: string): Model => models(uid) ?? NO_MODEL;

  const sanitise = async (uid: string, row: JsonObject): Promise<JsonObject> => {
    const schema = models(uid);
    if (schema === undefined || !isData(row)) return {};
    const context = { schema, getModel };
    const visible = await sanitize.sanitizers.defaultSanitizeOutput(context, row);
    return traverseEntity(visitor, context, visible);
  };

  return {
    sanitise,
    ids: async (uid, where) => {
      const rows: unknown = await strapi.db.query(uid).findMany({ select: ['id'], where });
      return Array.isArray(rows) ? rows.flatMap(idsOf) : [];
    },
    nameOf: async (uid, id) => {
      const row: unknown = await strapi.db
        .query(uid)
        .findOne({ where: { id }, select: ['documentId', 'locale'] });
      return isRecord(row) ? { documentId: row['documentId'], locale: row['locale'] } : null;
    },
    read: async (uid, id) => {
      const row: unknown = await strapi.db
        .query(uid)
        .findOne({ where: { id }, populate: populateOf(uid) });
      if (!isRecord(row)) return null;
      return {
        documentId: textOrNull(row['documentId']),
        locale: textOrNull(row['locale']),
        entry: await sanitise(uid, row),
      };
    },
  };
};

/** The id of a row, none when the value is not one. */
export const idsOf = (row: unknown): RowId[] => {
  if (!isRecord(row)) return [];
  const { id } = row;
  return typeof id === 'number' || typeof id === 'string' ? [id] : [];
};

export const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' ? value : null;

const NO_MODEL: Model = { modelType: 'contentType', uid: '', attributes: {} };

/** A row of the database or a parsed JSON text: what traversals go through. */
const isData = (row: JsonObject): row is Data => typeof row === 'object';

/**
 * Takes out what core leaves in: accounts, and private columns at the far end of a morph relation, whose rows
 * do not name their type as core's sanitiser expects.
 */
const removeWhatCoreLeaves =
  (models: Models): Visitor =>
  ({ data, key, value, attribute }, utils) => {
    if (attribute?.type !== 'relation') return;
    const target: unknown = attribute['target'];
    if (typeof target === 'string' && isUserContentType(target)) {
      utils.remove(key);
      return;
    }
    const isFarEnd = attribute['relation'] === 'morphOne' || attribute['relation'] === 'morphMany';
    const model = isFarEnd && typeof target === 'string' ? models(target) : undefined;
    if (Array.isArray(value)) {
      data[key] = value.filter((row) => !isUserRow(row)).map((row) => publicPart(model, row));
    } else if (isUserRow(value)) utils.remove(key);
    else data[key] = publicPart(model, value);
  };

const publicPart = (model: Model | undefined, row: unknown): unknown => {
  if (model === undefined || !isRecord(row)) return row;
  return Object.fromEntries(
    Object.entries(row).filter(
      ([name]) =>
        model.attributes[name]?.type !== 'password' &&
        !contentTypes.isPrivateAttribute(model, name),
    ),
  );
};

/** Rows of a morph relation name their type. */
const isUserRow = (value: unknown): boolean => {
  const type = isRecord(value) ? value['__type'] : undefined;
  return typeof type === 'string' && isUserContentType(type);
};
