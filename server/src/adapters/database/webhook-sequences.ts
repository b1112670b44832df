import { isWebhookId, type WebhookId } from '../../domain/ids';
import { PluginError } from '../../errors/plugin-error';
import type { TakenSequence, WebhookStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import type { Executor } from './executor';
import { readCheckedNumber, readInteger, readText, type Row } from './rows';
import type { StoreContext } from './store-context';
import { atomically } from './transaction';

const COLUMNS = ['id', 'last_sequence', 'status'];

/**
 * How deliveries are counted, webhook by webhook.
 *
 * @param executor - what makes the statements
 */
export const createWebhookSequences = (
  executor: Executor,
  context: StoreContext,
): Pick<WebhookStore, 'takeSequence' | 'takeSequences'> => {
  const { dialect, tables } = context;

  const takeSequences: WebhookStore['takeSequences'] = (counts) =>
    atomically(executor, context, async (trx) => {
      const [only] = counts;
      const rows =
        only !== undefined && counts.size === 1 && dialect.returning
          ? await takeAtOnce(trx, ...only)
          : await lockAndTake(trx, counts);
      return new Map(rows);
    });

  /** An event that one webhook wants is what most apps have: a statement less. */
  const takeAtOnce = async (trx: Executor, id: WebhookId, by: number): Promise<Taken[]> => {
    const after = await trx(tables.webhooks)
      .where({ id })
      .increment('last_sequence', by)
      .returning<Row[]>(COLUMNS);
    return after.map((row) => takenOf(row, readInteger(row, 'last_sequence') - by));
  };

  /** The locks are taken in the order of ids, so that two instances never wait for each other's; an update takes them in any. */
  const lockAndTake = async (
    trx: Executor,
    counts: ReadonlyMap<WebhookId, number>,
  ): Promise<Taken[]> => {
    const taken: Taken[] = [];
    for (const batch of inBatches([...counts.keys()].sort((one, other) => one - other))) {
      const before = trx(tables.webhooks).select<Row[]>(COLUMNS).whereIn('id', batch);
      for (const row of await before.orderBy('id').forUpdate()) {
        taken.push(takenOf(row, readInteger(row, 'last_sequence')));
      }
    }
    for (const by of new Set(counts.values())) {
      const alike = [...counts.keys()].filter((id) => counts.get(id) === by);
      for (const batch of inBatches(alike)) {
        await trx(tables.webhooks).whereIn('id', batch).increment('last_sequence', by);
      }
    }
    return taken;
  };

  return {
    takeSequences,
    takeSequence: async (id, by) => {
      const taken = (await takeSequences(new Map([[id, by]]))).get(id);
      if (taken === undefined) throw new PluginError('webhook_not_found');
      return taken;
    },
  };
};

type Taken = readonly [id: WebhookId, taken: TakenSequence];

const takenOf = (row: Row, before: number): Taken => [
  readCheckedNumber(row, 'id', isWebhookId),
  { before, isActive: readText(row, 'status') === 'active' },
];
