import type { WebhookWithSecret } from '../../../server/src/pipeline/ports';
import {
  createWebhookDirectory,
  type DirectoryStores,
} from '../../../server/src/pipeline/webhook-directory';
import { aWebhook } from '../../helpers/builders';

/** A database as one transaction sees it. */
interface Sight {
  revision: number;
  webhooks: readonly WebhookWithSecret[];
}

const storesOf = (sight: Sight): DirectoryStores => ({
  webhooks: {
    revision: () => Promise.resolve(sight.revision),
    listWithSecrets: () => Promise.resolve([...sight.webhooks]),
  },
});

const first = aWebhook({ id: 1 });
const second = aWebhook({ id: 2 });

let committed: Sight;
let transaction: Sight | null;
let nowMs: number;
let directory: ReturnType<typeof createWebhookDirectory>;

beforeEach(() => {
  committed = { revision: 1, webhooks: [first] };
  transaction = null;
  nowMs = 0;
  directory = createWebhookDirectory({
    stores: (read) =>
      transaction === null ? read(storesOf(committed), false) : read(storesOf(transaction), true),
    surroundings: { monotonicNow: () => nowMs },
  });
});

const ids = async (): Promise<number[]> => (await directory.current()).all.map(({ id }) => id);

it('knows a change of another instance within half a second', async () => {
  expect(await ids()).toEqual([1]);
  committed = { revision: 2, webhooks: [first, second] };
  nowMs += 501;
  expect(await ids()).toEqual([1, 2]);
});

it('shows a webhook to the transaction that makes it, and to nobody else', async () => {
  expect(await ids()).toEqual([1]);
  nowMs += 501;
  transaction = { revision: 2, webhooks: [first, second] };
  expect(await ids()).toEqual([1, 2]);
  transaction = null;
  expect(await ids()).toEqual([1]);
});

it('does not take a webhook that was rolled back for the change that came instead', async () => {
  transaction = { revision: 2, webhooks: [first, second] };
  expect(await ids()).toEqual([1, 2]);
  // Rolled back; then another instance changes something, which gives the same number again.
  transaction = null;
  const renamed = aWebhook({ id: 1, name: 'Renamed' });
  committed = { revision: 2, webhooks: [renamed] };
  nowMs += 501;
  expect((await directory.current()).all).toEqual([renamed]);
});

it('does not let a transaction that began before a webhook was made hide it from others, or from itself', async () => {
  const old = { ...committed };
  expect(await ids()).toEqual([1]);
  committed = { revision: 2, webhooks: [first, second] };
  for (let turns = 0; turns < 3; turns += 1) {
    nowMs += 501;
    transaction = old;
    await directory.current();
    transaction = null;
    expect(await ids()).toEqual([1, 2]);
  }
  nowMs += 501;
  transaction = old;
  expect(await ids()).toEqual([1, 2]);
});
