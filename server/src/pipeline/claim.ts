import type { Attempt } from '../domain/attempt';
import type { AttemptTrigger, Delivery } from '../domain/delivery';
import type { DeliveryId } from '../domain/ids';
import { decideDelivery, type SettledAttempt } from '../domain/failure-policy';
import type { ClaimQuota, Stores, Surroundings, WebhookSnapshot } from './ports';
import { failurePolicyOf, type DeliverySettings } from './webhook-policy';

export interface ClaimInput {
  readonly snapshot: WebhookSnapshot;
  readonly nowMs: number;
  readonly owner: string;
  readonly leaseMs: number;
  readonly rooms: readonly ClaimRoom[];
}

/** How much of one webhook may be claimed, by the schedule and by people's wishes together. */
export interface ClaimRoom extends ClaimQuota {
  /** Whether its schedule runs: it is active, and no silence was asked for. Wishes do not care. */
  readonly scheduled: boolean;
  /** Whose turn it is when both wait. */
  readonly manualFirst: boolean;
}

export interface ClaimDeps {
  readonly settings: DeliverySettings;
  readonly surroundings: Pick<Surroundings, 'random'>;
}

const CUT_OFF: SettledAttempt = {
  outcome: 'interrupted',
  startedAtMs: 0,
  statusCode: null,
  retryAfterMs: null,
  summary: 'interrupted: The process ended before the result was recorded',
};

/**
 * Takes the leases of deliveries that are due. A delivery whose lease expired was being attempted
 * when its process ended: that attempt is put on record as interrupted first.
 *
 * @param stores - the stores of one transaction
 * @param input - how much this process can start, and for whom
 * @param deps - the settings, and chance for the jitter
 * @returns the deliveries, as they stand under their new lease
 */
export const claim = async (
  stores: Stores,
  input: ClaimInput,
  deps: ClaimDeps,
): Promise<Delivery[]> => {
  const rooms = input.rooms.filter(({ limit }) => limit > 0);
  if (rooms.length === 0) return [];
  const { deliveries } = stores;
  const running = rooms.filter(({ scheduled }) => scheduled);
  const due = running.length === 0 ? [] : await deliveries.lockDue(running, input.nowMs);
  const wished = await deliveries.lockManual(rooms, input.nowMs);
  const { scheduled, manual } = shareRooms(rooms, due, wished);
  return [
    ...(await take(stores, scheduled, 'scheduled', input, deps)),
    ...(await take(stores, manual, 'manual', input, deps)),
  ];
};

/** In each webhook's room the schedule and people take turns, so that neither a backlog nor a long replay shuts the other out. */
const shareRooms = (
  rooms: readonly ClaimRoom[],
  due: readonly Delivery[],
  wished: readonly Delivery[],
): Record<AttemptTrigger, readonly Delivery[]> => {
  if (wished.length === 0) return { scheduled: due, manual: [] };
  const scheduled: Delivery[] = [];
  const manual: Delivery[] = [];
  const taken = new Set<DeliveryId>();
  for (const { webhookId, limit, manualFirst } of rooms) {
    const isHere = (row: Delivery): boolean => row.webhookId === webhookId;
    const schedule = { waiting: due.filter(isHere), chosen: scheduled };
    const people = { waiting: wished.filter(isHere), chosen: manual };
    let [turn, other] = manualFirst ? [people, schedule] : [schedule, people];
    for (let left = limit; left > 0;) {
      const row = turn.waiting.shift() ?? null;
      if (row === null && other.waiting.length === 0) break;
      if (row !== null && !taken.has(row.id)) {
        taken.add(row.id);
        turn.chosen.push(row);
        left -= 1;
      }
      [turn, other] = [other, turn];
    }
  }
  return { scheduled, manual };
};

const take = async (
  stores: Stores,
  rows: readonly Delivery[],
  trigger: AttemptTrigger,
  input: ClaimInput,
  deps: ClaimDeps,
): Promise<Delivery[]> => {
  if (rows.length === 0) return [];
  const recovered = await recordInterrupted(stores, rows, input, deps);
  // A line may have changed while a lease ran out: recording that puts the row back into its place.
  const replaced = new Set(
    rows.filter((row) => row.leaseOwner !== null && row.orderKey !== null).map(({ id }) => id),
  );
  const takeable = recovered.filter(
    (row) => !replaced.has(row.id) && isDue(row, trigger, input.nowMs),
  );
  const untilMs = input.nowMs + input.leaseMs;
  if (takeable.length > 0) {
    await stores.deliveries.lease(
      takeable.map(({ id }) => id),
      { owner: input.owner, untilMs, trigger },
    );
  }
  return takeable.map((row) => ({
    ...row,
    attemptCount: row.attemptCount + 1,
    leaseOwner: input.owner,
    leaseUntilMs: untilMs,
    leaseTrigger: trigger,
    dueAtMs: trigger === 'scheduled' ? untilMs : row.dueAtMs,
    manualAtMs: trigger === 'manual' ? untilMs : row.manualAtMs,
  }));
};

const isDue = (row: Delivery, trigger: AttemptTrigger, nowMs: number): boolean => {
  const at = trigger === 'scheduled' ? row.dueAtMs : row.manualAtMs;
  return at !== null && at <= nowMs;
};

const recordInterrupted = async (
  stores: Stores,
  rows: readonly Delivery[],
  { snapshot, nowMs, leaseMs }: ClaimInput,
  { settings, surroundings }: ClaimDeps,
): Promise<Delivery[]> => {
  const expired = rows.filter(({ leaseOwner }) => leaseOwner !== null);
  if (expired.length === 0) return [...rows];
  await stores.attempts.insert(expired.map((row) => interruptedAttempt(row, leaseMs, nowMs)));
  const after = rows.map((row) => {
    if (row.leaseOwner === null) return row;
    const policy = failurePolicyOf(settings, snapshot.byId.get(row.webhookId), row.topic);
    const decision = decideDelivery(row, CUT_OFF, policy, { nowMs, random: surroundings.random() });
    return {
      ...row,
      ...decision,
      lastError: CUT_OFF.summary,
      leaseOwner: null,
      leaseUntilMs: null,
      leaseTrigger: null,
    };
  });
  const settled = new Set(expired.map(({ id }) => id));
  await stores.deliveries.settle(after.filter(({ id }) => settled.has(id)));
  return after;
};

const interruptedAttempt = (row: Delivery, leaseMs: number, nowMs: number): Attempt => ({
  deliveryId: row.id,
  number: row.attemptCount,
  trigger: row.leaseTrigger ?? 'scheduled',
  outcome: 'interrupted',
  startedAtMs: (row.leaseUntilMs ?? nowMs) - leaseMs,
  durationMs: 0,
  request: null,
  response: null,
  error: { code: 'interrupted', message: 'The process ended before the result was recorded' },
  late: false,
});
