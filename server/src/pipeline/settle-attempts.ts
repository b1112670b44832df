import type { Attempt } from '../domain/attempt';
import { SYSTEM } from '../domain/audit';
import type { Delivery } from '../domain/delivery';
import {
  decideDelivery,
  decideHealth,
  type HealthState,
  type SettledAttempt,
} from '../domain/failure-policy';
import { earliestOf } from '../domain/earliest';
import type { DisabledReason } from '../domain/webhook';
import type { WebhookId } from '../domain/ids';
import type {
  DeliverySettlement,
  Stores,
  Surroundings,
  WebhookHealth,
  WebhookSettlement,
  WebhookSnapshot,
} from './ports';
import { failurePolicyOf, type DeliverySettings } from './webhook-policy';
import type { AttemptResult } from './work';

/** A webhook that this batch turned off; told to people after the commit. */
export interface DisabledNotice {
  readonly webhookId: WebhookId;
  readonly name: string;
  readonly reason: DisabledReason;
  readonly message: string;
}

export interface SettledBatch {
  readonly disabled: readonly DisabledNotice[];
  /** Webhooks that must not be sent to any more: disabled, or told to wait. */
  readonly stopped: ReadonlySet<WebhookId>;
  /** When the first of their deliveries, or the next in line after one, is due; null for never. */
  readonly nextDueAtMs: number | null;
  /** When the first silence ends that one of them asked for; null for never. */
  readonly silenceEndsAtMs: number | null;
}

export interface SettleDeps {
  readonly settings: DeliverySettings;
  readonly surroundings: Pick<Surroundings, 'random'>;
}

/**
 * Records attempts, then decides, then applies the decisions, all in the caller's transaction.
 * A result whose lease was lost meanwhile is recorded as late and changes nothing.
 *
 * @param stores - the stores of one transaction
 * @param results - attempts in the order they ended
 * @param context - the webhooks, and the database's time
 * @param deps - the settings, and chance for the jitter
 * @returns the webhooks that were disabled or silenced by these attempts, and when to look for what they lead to
 */
export const settleAttempts = async (
  stores: Stores,
  results: readonly AttemptResult[],
  { snapshot, nowMs }: { snapshot: WebhookSnapshot; nowMs: number },
  { settings, surroundings }: SettleDeps,
): Promise<SettledBatch> => {
  if (results.length === 0)
    return { disabled: [], stopped: new Set(), nextDueAtMs: null, silenceEndsAtMs: null };
  const rows = await stores.deliveries.lockForSettlement(
    results.map(({ attempt }) => attempt.deliveryId),
  );
  const deliveries = new Map(rows.map((row) => [row.id, row]));
  const held = (result: AttemptResult): Delivery | null => {
    const delivery = deliveries.get(result.attempt.deliveryId);
    const holds =
      delivery?.leaseOwner === result.owner && delivery.attemptCount === result.attempt.number;
    return holds ? delivery : null;
  };
  await stores.attempts.insert(
    results.map((result) =>
      held(result) === null ? { ...result.attempt, late: true } : result.attempt,
    ),
  );

  const webhookIds = [...new Set(rows.map(({ webhookId }) => webhookId))].sort((a, b) => a - b);
  const before = new Map(
    (await stores.webhooks.lockHealth(webhookIds)).map((health) => [health.id, health]),
  );
  const after = new Map<WebhookId, HealthState>(
    [...before].map(([id, health]) => [id, { ...health, disable: null }]),
  );
  const settlements: DeliverySettlement[] = [];
  for (const result of results) {
    const delivery = held(result);
    if (delivery === null) continue;
    const policy = failurePolicyOf(settings, snapshot.byId.get(delivery.webhookId), delivery.topic);
    const settled = settledOf(result);
    const decision = decideDelivery(delivery, settled, policy, {
      nowMs,
      random: surroundings.random(),
    });
    settlements.push({
      id: delivery.id,
      webhookId: delivery.webhookId,
      orderKey: delivery.orderKey,
      state: decision.state,
      failedAttemptCount: decision.failedAttemptCount,
      interruptedCount: decision.interruptedCount,
      dueAtMs: decision.dueAtMs,
      manualAtMs: decision.manualAtMs,
      finishedAtMs: decision.finishedAtMs,
      lastStatusCode: settled.statusCode,
      lastError: settled.outcome === 'success' ? null : settled.summary,
    });
    const health = after.get(delivery.webhookId);
    if (health !== undefined) {
      after.set(
        delivery.webhookId,
        decideHealth(health, delivery, settled, decision, policy, nowMs),
      );
    }
  }
  await stores.deliveries.settle(settlements);
  const { disabled, stopped } = await applyHealth(stores, before, after, nowMs);
  return {
    disabled,
    stopped,
    nextDueAtMs: earliestOf(
      settlements.flatMap(({ dueAtMs, manualAtMs, orderKey, finishedAtMs }) => [
        dueAtMs,
        manualAtMs,
        orderKey === null ? null : finishedAtMs,
      ]),
    ),
    silenceEndsAtMs: earliestOf([...stopped].map((id) => after.get(id)?.notBeforeMs ?? null)),
  };
};

const applyHealth = async (
  stores: Stores,
  before: ReadonlyMap<WebhookId, WebhookHealth>,
  after: ReadonlyMap<WebhookId, HealthState>,
  nowMs: number,
): Promise<Pick<SettledBatch, 'disabled' | 'stopped'>> => {
  const changed: WebhookSettlement[] = [];
  const disabled: DisabledNotice[] = [];
  const stopped = new Set<WebhookId>();
  for (const [id, was] of before) {
    const is = after.get(id);
    if (is === undefined || unchanged(was, is)) continue;
    const affectsSending = is.disable !== null || is.notBeforeMs !== was.notBeforeMs;
    if (affectsSending) stopped.add(id);
    changed.push({
      id,
      affectsSending,
      failureCount: is.failureCount,
      lastFailureAtMs: is.lastFailureAtMs,
      notBeforeMs: is.notBeforeMs,
      disable: is.disable === null ? null : { ...is.disable, atMs: nowMs },
    });
    if (is.disable !== null) disabled.push({ webhookId: id, name: was.name, ...is.disable });
  }
  if (changed.length > 0) await stores.webhooks.settleHealth(changed);
  if (disabled.length > 0) {
    await stores.audit.record(
      disabled.map(({ webhookId, reason }) => ({
        webhookId,
        action: 'disabled',
        actor: SYSTEM,
        details: { reason },
      })),
    );
  }
  return { disabled, stopped };
};

const unchanged = (was: WebhookHealth, is: HealthState): boolean =>
  is.disable === null &&
  is.failureCount === was.failureCount &&
  is.lastFailureAtMs === was.lastFailureAtMs &&
  is.notBeforeMs === was.notBeforeMs;

const settledOf = ({ attempt, retryAfterMs }: AttemptResult): SettledAttempt => ({
  outcome: attempt.outcome,
  startedAtMs: attempt.startedAtMs,
  statusCode: attempt.response?.status ?? null,
  retryAfterMs,
  summary: summaryOf(attempt),
});

/**
 * An attempt in a few words, for lists and reasons.
 *
 * @param attempt - the attempt
 */
export const summaryOf = (attempt: Attempt): string => {
  if (attempt.error !== null) return `${attempt.error.code}: ${attempt.error.message}`;
  return attempt.response === null ? attempt.outcome : `HTTP ${attempt.response.status}`;
};
