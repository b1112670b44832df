import type { Event } from '../../domain/event';
import { subscribes } from '../../domain/subscription';
import type { Log, WebhookDirectory } from '../../pipeline/ports';
import type { PendingAnnouncement } from './announcement-queue';
import type { MutableCounters } from './counters';
import type { EventRecorder } from './event-recorder';
import { reasonOf } from '../../errors/reason-of';

export interface AnnouncementWriterDeps {
  readonly directory: WebhookDirectory;
  readonly recorder: EventRecorder;
  readonly counters: MutableCounters;
  /** An entry event had not been captured. */
  readonly onMissed: () => void;
  /** A monotonic clock. */
  readonly now: () => number;
  readonly log: Log;
}

/** One line a minute says enough. */
const WARN_INTERVAL_MS = 60_000;

/**
 * Writes announced events that somebody subscribes to, outside of the announcer's transaction.
 *
 * @param deps - where to write, and who wants what
 * @returns a function that writes a batch, or rejects
 */
export const createAnnouncementWriter = (
  deps: AnnouncementWriterDeps,
): ((batch: readonly PendingAnnouncement[]) => Promise<void>) => {
  const { directory, recorder, counters, log } = deps;
  let warnedAtMs = Number.NEGATIVE_INFINITY;

  const build = async (pending: PendingAnnouncement): Promise<Event | null> => {
    try {
      return await pending.build();
    } catch (error) {
      counters.lost += 1;
      log.error(`${pending.topic} was announced and could not be recorded: ${reasonOf(error)}`);
      return null;
    }
  };

  const noteMissed = ({ topic, uid }: PendingAnnouncement): void => {
    counters.missed += 1;
    deps.onMissed();
    if (deps.now() - warnedAtMs < WARN_INTERVAL_MS) return;
    warnedAtMs = deps.now();
    log.warn(
      `${topic} of ${uid ?? 'an unknown type'} was announced without having been captured in its transaction; ` +
        `it is recorded now (${counters.missed} so far). A document middleware that calls next() twice does this.`,
    );
  };

  return async (batch) => {
    const { subscriptions } = await directory.current();
    const wanted = batch.filter((occurrence) =>
      subscriptions.some((subscription) => subscribes(subscription, occurrence)),
    );
    const events: Event[] = [];
    for (const pending of wanted) {
      const event = await build(pending);
      if (event !== null) events.push(event);
    }
    if (events.length === 0) return;
    await recorder.recordNow(events);
    counters.announced += events.length;
    wanted.filter(({ wasMissed }) => wasMissed).forEach(noteMissed);
  };
};
