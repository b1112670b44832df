import type { EventKey } from './journal';
import type { DeliveryTally } from './tally';

/** What came of a campaign; printed as it is. */
export interface Report {
  readonly rounds: number;
  /** Events of changes that committed. */
  readonly committed: number;
  /** Of these, how many reached every webhook. */
  readonly received: number;
  readonly lost: number;
  /** Events that arrived and that no committed change stands for. */
  readonly phantom: number;
  /** Requests beyond the first of a delivery, without those that follow a failure on record. */
  readonly duplicates: number;
  /** Deliveries that were claimed and not recorded when their process was killed. */
  readonly inFlightAtKill: number;
  /** Requests of a webhook that keeps the order of documents, and that did not keep it. */
  readonly outOfOrder: number;
}

export interface Evidence {
  readonly rounds: number;
  readonly webhookIds: readonly string[];
  readonly owed: ReadonlyMap<EventKey, number>;
  readonly byDelivery: ReadonlyMap<string, DeliveryTally>;
  /** How often each delivery was in flight when its process was killed. */
  readonly inFlight: ReadonlyMap<string, number>;
  /** How many attempts of each delivery are on record as failed or as late. */
  readonly failures: ReadonlyMap<string, number>;
  readonly outOfOrder: readonly string[];
}

/**
 * Compares what was committed with what arrived.
 *
 * @param evidence - from the journal, the receiver and the tables
 * @returns the counts, and what does not fit
 */
export const judge = (evidence: Evidence): Verdict => {
  const { rounds, webhookIds, owed, byDelivery, inFlight, failures } = evidence;
  /** The events that arrived, by webhook and key: the same event counts once. */
  const arrived = new Map<string, Set<string>>();
  for (const { webhookId, key, eventId } of byDelivery.values()) {
    if (key.startsWith('ping ')) continue;
    const place = `${webhookId} ${key}`;
    arrived.set(place, (arrived.get(place) ?? new Set<string>()).add(eventId));
  }

  const countAt = (webhookId: string, key: EventKey): number =>
    arrived.get(`${webhookId} ${key}`)?.size ?? 0;
  let committed = 0;
  let received = 0;
  const missing: EventKey[] = [];
  for (const [key, count] of owed) {
    committed += count;
    const got = Math.min(count, ...webhookIds.map((webhookId) => countAt(webhookId, key)));
    received += got;
    if (got < count) missing.push(key);
  }
  let phantom = 0;
  const unowed: EventKey[] = [];
  for (const [place, events] of arrived) {
    const key = place.slice(place.indexOf(' ') + 1);
    const surplus = events.size - (owed.get(key) ?? 0);
    if (surplus <= 0) continue;
    phantom += surplus;
    unowed.push(key);
  }

  let duplicates = 0;
  const unexplained: string[] = [];
  for (const [deliveryId, { requestCount }] of byDelivery) {
    const again = Math.max(0, requestCount - 1 - (failures.get(deliveryId) ?? 0));
    duplicates += again;
    if (again > (inFlight.get(deliveryId) ?? 0)) unexplained.push(deliveryId);
  }
  const inFlightAtKill = [...inFlight.values()].reduce((sum, count) => sum + count, 0);
  return {
    report: {
      rounds,
      committed,
      received,
      lost: committed - received,
      phantom,
      duplicates,
      inFlightAtKill,
      outOfOrder: evidence.outOfOrder.length,
    },
    missing,
    unowed,
    unexplained,
  };
};

/** What was found, and what there is to look into. */
export interface Verdict {
  readonly report: Report;
  /** Events that did not reach every webhook. */
  readonly missing: readonly EventKey[];
  /** Events that arrived more often than committed changes announce them. */
  readonly unowed: readonly EventKey[];
  /** Deliveries that were sent more often than kills explain. */
  readonly unexplained: readonly string[];
}

/** The sum of campaigns on databases of the same kind. */
export const sumOf = (reports: readonly Report[]): Report => {
  const sum = (field: keyof Report): number =>
    reports.reduce((total, report) => total + report[field], 0);
  return {
    rounds: sum('rounds'),
    committed: sum('committed'),
    received: sum('received'),
    lost: sum('lost'),
    phantom: sum('phantom'),
    duplicates: sum('duplicates'),
    inFlightAtKill: sum('inFlightAtKill'),
    outOfOrder: sum('outOfOrder'),
  };
};
