import type { Core } from '@strapi/strapi';
import { TABLE_NAMES } from '../../../../server/src/adapters/database/tables';
import type { Endpoint } from '../../../../server/src/contracts/endpoint';
import { webhookViewSchema } from '../../../../server/src/contracts/webhook';

type Json = Readonly<Record<string, unknown>>;
type Row = Record<string, unknown>;

/** What the webhooks must be like, by what was answered so far. */
export interface Bookkeeping {
  /** Ids of the webhooks that exist, in ascending order. */
  ids(): number[];
  /** Notes what an answer of success says was saved. */
  note(endpoint: Endpoint, answer: unknown): void;
  /** When a webhook was saved last, as it was answered. */
  updatedAt(id: number): string;
  /** Every webhook as it was answered last, by its id. */
  expected(): Record<string, Json>;
}

/** It ends by itself when its time has come. */
const comparable = ({ previousSecretExpiresAt: _, ...view }: Row): Row => view;

/**
 * Reads answers instead of the database.
 *
 * @param existing - the webhooks that are there at first
 */
export const keepBooks = (existing: readonly Row[]): Bookkeeping => {
  const views = new Map<number, Row>(
    existing.map((view) => [Number(view['id']), comparable(view)]),
  );

  const noteAll = (value: unknown, isDeleted: boolean): void => {
    if (Array.isArray(value)) value.forEach((item) => noteAll(item, isDeleted));
    if (typeof value !== 'object' || value === null) return;
    const view = viewIn(value);
    if (view === null) {
      for (const [name, item] of Object.entries(value))
        noteAll(item, isDeleted || name === 'delete');
    } else if (isDeleted) views.delete(Number(view['id']));
    else views.set(Number(view['id']), comparable(view));
  };

  return {
    ids: () => [...views.keys()].sort((a, b) => a - b),
    note: ({ method }, answer) => {
      if (method !== 'GET') noteAll(answer, method === 'DELETE');
    },
    updatedAt: (id) => String(views.get(id)?.['updatedAt']),
    expected: () => Object.fromEntries(views),
  };
};

const viewSchema = webhookViewSchema.strip();

/** A webhook among the answers, with or without its new secret. */
const viewIn = (value: object): Row | null => {
  const parsed = viewSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
};

/** The same of what the database holds. */
export const stored = (views: readonly Row[]): Record<string, Row> =>
  Object.fromEntries(views.map((view) => [String(view['id']), comparable(view)]));

/** The plugin's tables as they were at one time. */
export interface Snapshot {
  /** Makes them so again. */
  restore(): Promise<void>;
}

const CHILDREN_FIRST = ['attempts', 'deliveries', 'events', 'webhooks'] as const;

/**
 * Remembers every row.
 *
 * @param strapi - the app
 */
export const takeSnapshot = async ({ db }: Core.Strapi): Promise<Snapshot> => {
  const rows = new Map<string, Row[]>();
  for (const table of CHILDREN_FIRST) {
    rows.set(table, await db.connection(TABLE_NAMES[table]).select('*'));
  }
  return {
    restore: async () => {
      await db.connection.transaction(async (trx) => {
        for (const table of CHILDREN_FIRST) await trx(TABLE_NAMES[table]).delete();
        for (const table of [...CHILDREN_FIRST].reverse()) {
          const kept = rows.get(table) ?? [];
          if (kept.length > 0) await trx(TABLE_NAMES[table]).insert(kept);
        }
      });
    },
  };
};

/**
 * Says in one text what the tables hold: how many rows there are, and every webhook.
 *
 * @param strapi - the app
 */
export const fingerprint = async ({ db }: Core.Strapi): Promise<string> => {
  const counts = Object.values(TABLE_NAMES)
    .map((table) => `(select count(*) from ${table}) as ${table}`)
    .join(', ');
  const [count] = await db.connection.select(db.connection.raw(counts));
  const webhooks = await db.connection(TABLE_NAMES.webhooks).select('*').orderBy('id');
  return JSON.stringify([count, webhooks]);
};
