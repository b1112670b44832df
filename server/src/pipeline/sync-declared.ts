import {
  changesToDeclared,
  changesToRemoved,
  type DeclaredWebhook,
} from '../domain/declared-webhook';
import { SETTINGS } from '../domain/audit';
import type { WebhookId } from '../domain/ids';
import type { DeliveryOptions } from '../domain/webhook';
import { changeOrdering } from './change-ordering';
import { writePing } from './ping';
import { recordEdit } from './record-edit';
import type { Database, Stores, Surroundings } from './ports';

/** One webhook that was not as the settings want it. */
export interface DeclaredOutcome {
  readonly webhookId: WebhookId;
  readonly key: string;
  readonly what: 'created' | 'updated' | 'removed';
}

export interface SyncDeclaredDeps {
  readonly database: Database;
  readonly surroundings: Pick<Surroundings, 'now' | 'randomBytes'>;
  /** For a webhook that brings none. */
  readonly newSecret: () => string;
}

/**
 * Makes the webhooks that have a key what the settings say. Instances that boot at the same time do it one
 * after the other, so the later ones find nothing to do; and where nothing changed, nothing is written.
 *
 * @param declared - every webhook of the settings
 * @param deps - the database, clock and chance
 * @returns what was done
 */
export const syncDeclared = async (
  declared: readonly DeclaredWebhook[],
  deps: SyncDeclaredDeps,
): Promise<DeclaredOutcome[]> => {
  const { outcomes, edits } = await makeDeclared(declared, deps);
  for (const { id, before, after } of edits) {
    await changeOrdering(deps.database, id, { before, after });
  }
  return outcomes;
};

/** An edit of the options of a webhook that was there before. */
interface OptionsEdit {
  readonly id: WebhookId;
  readonly before: DeliveryOptions;
  readonly after: DeliveryOptions;
}

const makeDeclared = (
  declared: readonly DeclaredWebhook[],
  { database, surroundings, newSecret }: SyncDeclaredDeps,
): Promise<{ outcomes: DeclaredOutcome[]; edits: OptionsEdit[] }> =>
  database.transaction(async (stores) => {
    await stores.registry.lockDeclarations();
    const existing = new Map(
      (await stores.registry.list()).flatMap((webhook) =>
        webhook.key === null ? [] : [[webhook.key, webhook] as const],
      ),
    );
    const outcomes: DeclaredOutcome[] = [];
    const edits: OptionsEdit[] = [];
    for (const wanted of declared) {
      const current = existing.get(wanted.key);
      existing.delete(wanted.key);
      if (current === undefined) {
        const { secret, ...rest } = wanted;
        const id = await stores.registry.create({ ...rest, secret: secret ?? newSecret() });
        await pingIfActive(stores, id, surroundings);
        await stores.audit.record([{ webhookId: id, action: 'created', actor: SETTINGS }]);
        outcomes.push({ webhookId: id, key: wanted.key, what: 'created' });
        continue;
      }
      const changes = changesToDeclared(current, wanted);
      if (changes === null) continue;
      await stores.registry.update(current.id, changes);
      edits.push({ id: current.id, before: current.options, after: wanted.options });
      await recordEdit(stores, current, SETTINGS);
      await pingIfActive(stores, current.id, surroundings);
      outcomes.push({ webhookId: current.id, key: wanted.key, what: 'updated' });
    }
    for (const [key, webhook] of existing) {
      const changes = changesToRemoved(webhook);
      if (changes === null) continue;
      await stores.registry.update(webhook.id, changes);
      await recordEdit(stores, webhook, SETTINGS);
      outcomes.push({ webhookId: webhook.id, key, what: 'removed' });
    }
    return { outcomes, edits };
  });

const pingIfActive = async (
  stores: Stores,
  id: WebhookId,
  surroundings: Pick<Surroundings, 'now' | 'randomBytes'>,
): Promise<void> => {
  const webhook = await stores.registry.find(id);
  if (webhook?.status === 'active') await writePing(stores, webhook, surroundings);
};
