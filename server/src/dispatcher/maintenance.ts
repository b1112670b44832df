import { messageOf } from '../errors/message-of';
import { prune, type Retention } from '../pipeline/prune';
import type { Database, EventPosition, Log } from '../pipeline/ports';

/** Runs the pruning now and then. */
export interface Maintenance {
  start(): void;
  /** Resolves when the batch under way is done. */
  stop(): Promise<void>;
}

/**
 * Makes the caretaker; nothing happens before `start`.
 *
 * @param deps - the database, the retention, and the time between two rounds
 */
export const createMaintenance = ({
  database,
  retention,
  intervalMs,
  log,
}: {
  database: Database;
  retention: Retention;
  intervalMs: number;
  log: Log;
}): Maintenance => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let eventsAfter: EventPosition | null = null;

  const work = async (): Promise<void> => {
    try {
      const pruned = await prune(database, retention, eventsAfter, () => stopped);
      const { deliveries, events, discarded } = pruned;
      ({ eventsAfter } = pruned);
      if (discarded > 0) {
        log.warn(
          `${discarded} held deliveries were discarded: over the retention, or their webhook was deleted`,
        );
      }
      if (deliveries + events > 0) {
        log.debug(`pruned ${deliveries} deliveries and ${events} events`);
      }
    } catch (error) {
      log.error(`pruning failed: ${messageOf(error)}`);
    }
    schedule();
  };

  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = work();
    }, intervalMs);
    timer.unref();
  };

  return {
    start: schedule,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
};
