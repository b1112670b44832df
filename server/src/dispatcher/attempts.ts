import type { DeliveryId } from '../domain/ids';
import { deliver, type DeliverDeps } from '../pipeline/deliver';
import type { Log, WebhookWithSecret } from '../pipeline/ports';
import type { AttemptResult, LeasedDelivery } from '../pipeline/work';
import type { Lane } from './lane';
import { messageOf } from '../errors/message-of';

/** A result that no exchange has recorded yet. */
export interface WaitingResult {
  readonly result: AttemptResult;
  /** By the monotonic clock. */
  readonly atMs: number;
  /** It is worth a look: the next in line may start, or what people ask of a webhook that rests. */
  readonly leadsToMore: boolean;
}

export interface AttemptsDeps {
  readonly deliver: DeliverDeps;
  readonly log: Pick<Log, 'error'>;
  /** Called after each attempt, when its place is free. */
  readonly onEnded: () => void;
}

/** What is on its way to receivers, and what came of it until that is on record. */
export interface Attempts {
  /** In the order they ended. */
  readonly results: WaitingResult[];
  /** Leases to give back. */
  readonly releases: DeliveryId[];
  /** How many have a place and have sent nothing yet: they wait for a connection. */
  readonly connecting: number;
  /**
   * Makes an attempt in a place of the lane.
   *
   * @param maySend - asked when the first byte would go out, which is as late as the connection: false gives the lease back
   */
  start(work: LeasedDelivery, webhook: WebhookWithSecret, lane: Lane, maySend: () => boolean): void;
  /** Resolves when none is under way; cuts off those that take longer than `withinMs`. */
  end(withinMs: number): Promise<void>;
}

/**
 * Keeps account of attempts.
 *
 * @param deps - how to make one, and whom to tell
 */
export const createAttempts = (deps: AttemptsDeps): Attempts => {
  const { monotonicNow } = deps.deliver.surroundings;
  const abort = new AbortController();
  const results: WaitingResult[] = [];
  const releases: DeliveryId[] = [];
  const connecting = new Set<LeasedDelivery>();
  const underWay = new Set<Promise<void>>();

  const make = async (
    work: LeasedDelivery,
    webhook: WebhookWithSecret,
    lane: Lane,
    maySend: () => boolean,
  ): Promise<void> => {
    const { id } = work.delivery;
    let isWithdrawn = false;
    const onConnected = (): boolean => {
      connecting.delete(work);
      isWithdrawn = !maySend();
      return !isWithdrawn;
    };
    try {
      const result = await deliver(work, webhook, deps.deliver, {
        signal: abort.signal,
        maySend: onConnected,
      });
      if (isWithdrawn) {
        lane.finish('interrupted', 0, monotonicNow());
        releases.push(id);
        return;
      }
      lane.finish(result.attempt.outcome, result.attempt.durationMs, monotonicNow());
      const leadsToMore = work.delivery.orderKey !== null || lane.restEndsAtMs !== null;
      results.push({ result, atMs: monotonicNow(), leadsToMore });
    } catch (error) {
      // We could not try at all: the lease runs out and the delivery comes again, on record.
      lane.finish('interrupted', 0, monotonicNow());
      deps.log.error(`delivery ${id} could not be attempted: ${messageOf(error)}`);
    } finally {
      connecting.delete(work);
    }
  };

  return {
    results,
    releases,
    get connecting() {
      return connecting.size;
    },
    start: (work, webhook, lane, maySend) => {
      connecting.add(work);
      const attempt = make(work, webhook, lane, maySend).finally(() => {
        underWay.delete(attempt);
        deps.onEnded();
      });
      underWay.add(attempt);
    },
    end: async (withinMs) => {
      const deadline = setTimeout(() => {
        abort.abort();
      }, withinMs);
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
      clearTimeout(deadline);
    },
  };
};
