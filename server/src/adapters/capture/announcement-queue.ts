import type { Event } from '../../domain/event';
import type { Log } from '../../pipeline/ports';
import { outside } from './outside';
import { reasonOf } from '../../errors/reason-of';

/** Something that was announced and waits to be written. */
export interface PendingAnnouncement {
  readonly topic: string;
  readonly uid: string | null;
  /** An entry event that should have been captured in its transaction. */
  readonly wasMissed: boolean;
  build(): Promise<Event>;
}

export interface AnnouncementQueue {
  /** False when the queue is full and the announcement is lost. */
  add(pending: PendingAnnouncement): boolean;
  /** Waits until everything is written, or the time is up. */
  drain(timeoutMs: number): Promise<void>;
}

export interface AnnouncementQueueDeps {
  /** Writes a batch, outside of any transaction of the announcer. */
  readonly write: (batch: readonly PendingAnnouncement[]) => Promise<void>;
  readonly onLost: (count: number) => void;
  readonly log: Log;
}

const MAX_PENDING = 10_000;
const MAX_BATCH = 100;
const RETRY_DELAYS_MS = [50, 200, 1_000, 5_000, 10_000, 20_000];

/**
 * A queue for what Strapi announces only in memory. SQLite has one connection, which the announcer may be
 * holding: so nothing is written while it announces.
 *
 * @param deps - how to write
 */
export const createAnnouncementQueue = ({
  write,
  onLost,
  log,
}: AnnouncementQueueDeps): AnnouncementQueue => {
  const pending: PendingAnnouncement[] = [];
  let running: Promise<void> | null = null;

  const writeWithRetries = async (batch: readonly PendingAnnouncement[]): Promise<void> => {
    for (const delayMs of [...RETRY_DELAYS_MS, null]) {
      try {
        await write(batch);
        return;
      } catch (error) {
        if (delayMs === null) {
          onLost(batch.length);
          const topics = [...new Set(batch.map(({ topic }) => topic))].join(', ');
          log.error(
            `${batch.length} announced events (${topics}) could not be written and are lost: ${reasonOf(error)}`,
          );
          return;
        }
        await pause(delayMs);
      }
    }
  };

  const run = async (): Promise<void> => {
    while (pending.length > 0) await writeWithRetries(pending.splice(0, MAX_BATCH));
    running = null;
  };

  return {
    add: (announcement) => {
      if (pending.length >= MAX_PENDING) return false;
      pending.push(announcement);
      // The announcer goes on first; what it announces in the same tick is written together.
      running ??= outside(() => pause(0).then(run));
      return true;
    },
    drain: async (timeoutMs) => {
      if (running === null) return;
      const timer = new AbortController();
      await Promise.race([running, pause(timeoutMs, timer.signal)]);
      timer.abort();
    },
  };
};

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
