import type { DeliveryId, WebhookId } from '../domain/ids';
import type { WebhookSnapshot } from '../pipeline/ports';
import { createLane, type Lane, type QueuedWork } from './lane';

/**
 * The lanes of all webhooks, and the total that bounds them.
 *
 * - Every webhook may always have one attempt on the wire, whatever the total says: twenty dead
 *   receivers cannot keep a healthy one from starting.
 * - Above that the total is shared: once half of it is in use, nobody takes more than an equal share.
 */
export interface Lanes {
  readonly queued: number;
  of(webhookId: WebhookId): Lane;
  /** Gives up lanes of webhooks that are gone and idle. */
  adopt(snapshot: WebhookSnapshot): void;
  /** When the next rest ends, by the monotonic clock; `Infinity` while no lane rests. */
  readonly restEndsAtMs: number;
  /** Ends the rests that are over, and with them those that nearly are: their probes share an exchange from then on. */
  endRests(nowMs: number): void;
  /**
   * Takes all deliveries that may start now, each webhook in its turn. Those whose receivers answer soonest come first, since to open
   * a connection for another takes a part of the same moment.
   */
  takeStartable(): QueuedWork[];
  /** How many more deliveries of its schedule the roomiest lane can take. */
  readonly room: number;
  /** How many attempts will end in so many milliseconds, by what their receivers take lately. */
  expectedEnds(withinMs: number): number;
  /** Some lane at work has room but nothing left to start. */
  readonly runningDry: boolean;
  /** One of these webhooks has room for its schedule but nothing left to start. */
  isHungry(webhookIds: ReadonlySet<WebhookId>): boolean;
  /** One of these webhooks has room for its schedule. */
  haveRoomFor(webhookIds: ReadonlySet<WebhookId>): boolean;
  /** Takes back everything that has not started. */
  drain(): DeliveryId[];
  /** Takes back what must not start because its lane rests, so that no lease grows old in a rest. */
  drainResting(): DeliveryId[];
}

const LEFT_OF_A_REST = 0.2;

/**
 * Makes the lanes.
 *
 * @param total - attempts on the wire at once, over all webhooks
 * @param defaultConcurrency - for a webhook that is not adopted yet
 */
export const createLanes = (total: number, defaultConcurrency: number): Lanes => {
  const lanes = new Map<WebhookId, Lane>();
  let turn = 0;

  const sum = (count: (lane: Lane) => number): number => {
    let all = 0;
    for (const lane of lanes.values()) all += count(lane);
    return all;
  };
  const of = (webhookId: WebhookId): Lane => {
    const known = lanes.get(webhookId);
    if (known !== undefined) return known;
    const lane = createLane(defaultConcurrency);
    lanes.set(webhookId, lane);
    return lane;
  };
  const restEndsAtMs = (): number => {
    let first = Infinity;
    for (const lane of lanes.values()) first = Math.min(first, lane.restEndsAtMs ?? Infinity);
    return first;
  };
  const takeNext = (): QueuedWork | null => {
    const busy = [...lanes.values()].filter((lane) => lane.inFlight > 0 || lane.queued > 0);
    const used = busy.reduce((all, lane) => all + lane.inFlight, 0);
    const share = Math.max(1, Math.floor(total / Math.max(1, busy.length)));
    for (let step = 0; step < busy.length; step += 1) {
      turn = (turn + 1) % busy.length;
      const lane = busy[turn];
      if (lane === undefined) continue;
      const guaranteed = lane.inFlight === 0;
      const shared = used < total && (used < total / 2 || lane.inFlight < share);
      if (!guaranteed && !shared) continue;
      const work = lane.start();
      if (work !== null) return work;
    }
    return null;
  };

  return {
    get queued() {
      return sum((lane) => lane.queued);
    },
    of,
    adopt: (snapshot) => {
      for (const [webhookId, lane] of lanes) {
        const isIdle = lane.inFlight === 0 && lane.queued === 0;
        if (isIdle && !snapshot.byId.has(webhookId)) lanes.delete(webhookId);
      }
    },
    get restEndsAtMs() {
      return restEndsAtMs();
    },
    endRests: (nowMs) => {
      if (nowMs < restEndsAtMs()) return;
      for (const lane of lanes.values()) lane.endRest(nowMs, LEFT_OF_A_REST);
    },
    takeStartable: () => {
      const taken: QueuedWork[] = [];
      for (let next = takeNext(); next !== null; next = takeNext()) taken.push(next);
      const usualMs = ({ work }: QueuedWork): number => of(work.delivery.webhookId).usualMs;
      // Two that were not heard of differ by NaN, and stay as they are like all that are alike.
      return taken.sort((one, other) => usualMs(one) - usualMs(other) || 0);
    },
    get room() {
      let most = 0;
      for (const lane of lanes.values()) {
        if (isAwake(lane)) most = Math.max(most, lane.capacity());
      }
      return most;
    },
    expectedEnds: (withinMs) =>
      sum(({ inFlight: busy, usualMs }) => (busy * withinMs) / Math.max(usualMs, 1)),
    get runningDry() {
      for (const { queued, inFlight: busy, limit } of lanes.values()) {
        if (queued === 0 && busy > 0 && busy < limit) return true;
      }
      return false;
    },
    isHungry: (webhookIds) => {
      for (const webhookId of webhookIds) {
        const lane = of(webhookId);
        if (lane.queued === 0 && lane.inFlight < lane.limit && isAwake(lane)) return true;
      }
      return false;
    },
    haveRoomFor: (webhookIds) =>
      [...webhookIds].map(of).some((lane) => isAwake(lane) && lane.capacity() > 0),
    drain: () => [...lanes.values()].flatMap((lane) => lane.drain()),
    drainResting: () =>
      [...lanes.values()].flatMap((lane) => (isAwake(lane) ? [] : lane.drain('scheduled'))),
  };
};

const isAwake = ({ restEndsAtMs }: Lane): boolean => restEndsAtMs === null;
