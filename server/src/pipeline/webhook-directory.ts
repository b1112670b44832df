import type { Surroundings, WebhookDirectory, WebhookSnapshot, WebhookStore } from './ports';

/** Changes made by another instance are known here after this long. */
const MAX_AGE_MS = 500;

/** The part of the stores that is read. */
export interface DirectoryStores {
  readonly webhooks: Pick<WebhookStore, 'revision' | 'listWithSecrets'>;
}

export interface WebhookDirectoryDeps {
  /**
   * Stores that join the caller's transaction where there is one, and whether there is: a second connection
   * may not be had.
   */
  readonly stores: <T>(
    read: (stores: DirectoryStores, isCallersTransaction: boolean) => Promise<T>,
  ) => Promise<T>;
  readonly surroundings: Pick<Surroundings, 'monotonicNow'>;
}

/**
 * Keeps the webhooks in memory, so that a save that concerns none of them reads nothing.
 * A revision number in the database tells when they changed.
 *
 * What somebody else's transaction shows is for that caller alone: it may hold changes that are rolled back
 * later, or, on MySQL, be as old as the transaction.
 *
 * @param deps - where to read, and a clock
 */
export const createWebhookDirectory = ({
  stores,
  surroundings,
}: WebhookDirectoryDeps): WebhookDirectory => {
  let known: { snapshot: WebhookSnapshot; revision: number } | null = null;
  let generation = 0;

  const refresh = async (through: DirectoryStores): Promise<WebhookSnapshot> => {
    const startedIn = generation;
    const askedAtMs = surroundings.monotonicNow();
    const revision = await through.webhooks.revision();
    const snapshot =
      known?.revision === revision
        ? { ...known.snapshot, askedAtMs }
        : snapshotOf(await through.webhooks.listWithSecrets(), askedAtMs);
    if (generation === startedIn) known = { snapshot, revision };
    return snapshot;
  };

  const lookThrough = async (through: DirectoryStores): Promise<WebhookSnapshot> => {
    const askedAtMs = surroundings.monotonicNow();
    const revision = await through.webhooks.revision();
    return known !== null && known.revision >= revision
      ? known.snapshot
      : snapshotOf(await through.webhooks.listWithSecrets(), askedAtMs);
  };

  return {
    current: async (through) => {
      if (through !== undefined) return refresh(through);
      const newestMs = surroundings.monotonicNow() - MAX_AGE_MS;
      if (known !== null && known.snapshot.askedAtMs > newestMs) return known.snapshot;
      return stores((read, isCallersTransaction) =>
        isCallersTransaction ? lookThrough(read) : refresh(read),
      );
    },
    invalidate: () => {
      generation += 1;
      known = null;
    },
  };
};

const snapshotOf = (all: WebhookSnapshot['all'], askedAtMs: number): WebhookSnapshot => ({
  askedAtMs,
  all,
  byId: new Map(all.map((webhook) => [webhook.id, webhook])),
  subscriptions: all.map(({ id, topics, contentTypes }) => ({
    webhookId: id,
    topics,
    contentTypes,
  })),
});
