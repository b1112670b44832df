import type { Attempt } from '../domain/attempt';
import type { WebhookId } from '../domain/ids';
import { TEST_TOPIC } from '../domain/rules/topic';
import { PluginError } from '../errors/plugin-error';
import { deliver, type DeliverDeps } from './deliver';
import { startedDelivery } from './fan-out';
import { probeEvent, writeProbe } from './ping';
import type { Database, NewLease, WebhookDirectory } from './ports';
import { settleAttempts } from './settle-attempts';
import type { DeliverSettings } from './deliver';
import type { LeasedDelivery } from './work';

export interface TriggerTestDeps {
  readonly database: Database;
  readonly directory: WebhookDirectory;
  readonly deliver: Omit<DeliverDeps, 'databaseNow'>;
  readonly settings: DeliverSettings & { readonly lease: { readonly durationMs: number } };
}

/** What came of a test, and the body that was sent. */
export interface TestResult {
  readonly attempt: Attempt;
  readonly body: string;
}

/**
 * Sends a test to one webhook and waits for the answer. It is signed and on record like any other
 * delivery, works whatever the webhook's status is, has one try and never counts as a failure.
 *
 * @param webhookId - the webhook
 * @param deps - the database, the sender, the settings
 * @returns the attempt (status, duration, response or error), and the body that was sent
 * @throws PluginError `webhook_not_found`
 */
export const triggerTest = async (
  webhookId: WebhookId,
  { database, directory, deliver: deliverDeps, settings }: TriggerTestDeps,
): Promise<TestResult> => {
  const { surroundings } = deliverDeps;
  const webhook = await database.stores.registry.find(webhookId);
  if (webhook === null) throw new PluginError('webhook_not_found', { detail: String(webhookId) });

  const event = probeEvent(TEST_TOPIC, webhook, surroundings);
  const owner = `test-${Buffer.from(surroundings.randomBytes(16)).toString('hex')}`;
  const startedAtMs = surroundings.monotonicNow();
  const { work, nowMs } = await database.transaction(async (stores) => {
    const now = await stores.now();
    const lease: NewLease = {
      owner,
      untilMs: now + settings.lease.durationMs,
      trigger: 'manual',
    };
    const delivery = await writeProbe(stores, event, webhookId, { nowMs: now, lease });
    const leased: LeasedDelivery = {
      delivery: startedDelivery(delivery, lease),
      owner,
      body: Buffer.from(event.body, 'utf8'),
    };
    return { work: leased, nowMs: now };
  });

  const databaseNow = (): number => Math.round(nowMs + surroundings.monotonicNow() - startedAtMs);
  const result = await deliver(work, webhook, { ...deliverDeps, databaseNow });
  await database.transaction(async (stores) => {
    const snapshot = await directory.current(stores);
    await settleAttempts(
      stores,
      [result],
      { snapshot, nowMs: await stores.now() },
      { settings, surroundings },
    );
  });
  return { attempt: result.attempt, body: event.body };
};
