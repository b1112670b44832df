import { importSchema, type ImportInput, type ImportResult } from '../contracts/import';
import { planTakeOver, type CoreWebhook, type TakenOver } from '../domain/core-webhook';
import type { Actor } from '../domain/audit';
import type { HeaderLimits } from '../domain/header-limits';
import type { WebhookId } from '../domain/ids';
import type { Database } from '../pipeline/ports';
import type { CoreWebhooks } from './core-webhooks';
import { checked } from './checked';
import { webhookCount } from './webhook-count';

/** Taking over Strapi's own webhooks: `strapi.plugin('durable-webhooks').service('core-import')`. */
export interface CoreImportService {
  /**
   * Makes a webhook out of each of Strapi's own and turns those off, in Strapi's table at once and in every
   * running instance within a second. A change that is saved meanwhile arrives at least once. Unless `dryRun` is false it only says what would happen. One that was
   * imported before is not imported again. Nothing is pinged: the receivers know what they get.
   *
   * @throws PluginError `query_invalid`
   */
  run(input?: ImportInput): Promise<ImportResult>;
}

export interface CoreImportDeps {
  readonly core: CoreWebhooks;
  /** Joins Strapi's transactions. */
  readonly database: Database;
  readonly inTransaction: (work: () => Promise<void>) => Promise<unknown>;
  readonly knownTopics: () => readonly string[];
  readonly limits: HeaderLimits & { readonly webhooks: number };
  /** Why nothing is sent to a URL, or null. */
  readonly addressFault: (url: string) => Promise<string | null>;
  readonly newSecret: () => string;
  /** Who is behind what happens now. */
  readonly actor: () => Actor;
  /** To be called when a webhook was made. */
  readonly changed: () => void;
}

type Imported = ImportResult['webhooks'][number];

/**
 * Makes the service.
 *
 * @param deps - both kinds of webhooks, and what exists here
 */
export const createCoreImportService = (deps: CoreImportDeps): CoreImportService => {
  const { core, database } = deps;

  /** Both sides change together: at no moment is a receiver called by neither, or for good by both. */
  const takeOver = async (from: CoreWebhook, webhook: TakenOver): Promise<WebhookId | null> => {
    let made: WebhookId | null = null;
    await deps.inTransaction(async () => {
      made = await database.transaction(async (stores) => {
        // First, because a transaction that has only read cannot wait for another process on SQLite.
        await stores.registry.bumpCoreRevision();
        await stores.registry.lockDeclarations();
        await core.turnOff(from.id);
        if ((await stores.registry.importedFromCore()).has(from.id)) return null;
        const id = await stores.registry.create({
          ...webhook,
          contentTypes: null,
          options: {},
          secret: deps.newSecret(),
          coreId: from.id,
        });
        await stores.registry.markPinged(id);
        const details = { coreId: from.id };
        await stores.audit.record([
          { webhookId: id, action: 'imported', actor: deps.actor(), details },
        ]);
        return id;
      });
    });
    deps.changed();
    core.silence(from);
    return made;
  };

  const turnOffAgain = async (from: CoreWebhook): Promise<void> => {
    await deps.inTransaction(async () => {
      await database.stores.registry.bumpCoreRevision();
      await core.turnOff(from.id);
    });
    core.silence(from);
  };

  return {
    run: async (input = {}) => {
      const { dryRun, ids } = checked(importSchema, input, 'query_invalid');
      const existing = await core.list();
      const wanted = ids?.map(String) ?? existing.map(({ id }) => id);
      const imported = await database.stores.registry.importedFromCore();
      const webhooks: Imported[] = [];
      let room = deps.limits.webhooks - (await webhookCount(database.stores));
      for (const coreId of new Set(wanted)) {
        const from = existing.find(({ id }) => id === coreId);
        if (from === undefined) {
          webhooks.push(skipped({ id: coreId, name: '' }, null, ['There is no such webhook.']));
          continue;
        }
        const before = imported.get(coreId);
        if (before !== undefined) {
          if (from.isEnabled && !dryRun) await turnOffAgain(from);
          webhooks.push(skipped(from, before, alreadyImported(from, before)));
          continue;
        }
        if (!from.isEnabled && ids === undefined) {
          webhooks.push(
            skipped(from, null, ['It is turned off. Name its id to import it paused.']),
          );
          continue;
        }
        const { webhook, notes } = planTakeOver(from, deps.knownTopics(), deps.limits);
        // Strapi's own webhook still reaches it; ours would turn that off and reach nothing.
        const fault = webhook === null ? null : await deps.addressFault(webhook.deliveryUrl);
        if (webhook === null || fault !== null) {
          const why = fault === null ? [] : [`It cannot be taken over: ${fault}.`];
          webhooks.push(skipped(from, null, [...notes, ...why]));
          continue;
        }
        if (room <= 0) {
          webhooks.push(skipped(from, null, [noRoom(deps.limits.webhooks)]));
          continue;
        }
        room -= 1;
        if (dryRun) webhooks.push(resultOf(from, 'would_import', null, notes));
        else {
          const id = await takeOver(from, webhook);
          webhooks.push(
            id === null
              ? skipped(from, null, ['Somebody else imported it in this moment.'])
              : resultOf(from, 'imported', id, notes),
          );
        }
      }
      return { dryRun, webhooks };
    },
  };
};

const alreadyImported = ({ isEnabled }: CoreWebhook, id: WebhookId): string[] => [
  `It was imported before, as webhook ${id}.`,
  ...(isEnabled ? ['It is on in Strapi again; an import turns it off there.'] : []),
];

const noRoom = (most: number): string =>
  `There are ${most} webhooks already, and more are not allowed (the setting limits.webhooks).`;

const resultOf = (
  { id, name }: Pick<CoreWebhook, 'id' | 'name'>,
  outcome: Imported['outcome'],
  webhookId: number | null,
  notes: readonly string[],
): Imported => ({ coreId: id, name, outcome, webhookId, notes: [...notes] });

const skipped = (
  from: Pick<CoreWebhook, 'id' | 'name'>,
  webhookId: number | null,
  notes: readonly string[],
): Imported => resultOf(from, 'skipped', webhookId, notes);
