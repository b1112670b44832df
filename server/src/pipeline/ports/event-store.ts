import type { Event, EventSummary } from '../../domain/event';
import type { EventId } from '../../domain/ids';

/** An event before its fan-out; its body is null where nobody asked for it. */
export interface PendingEvent extends EventSummary {
  readonly body: string | null;
}

/** Events: written inside the content's transaction, read by fan-out, pruned by age. */
export interface EventStore {
  /** Adds events; all or none. */
  insert(events: readonly Event[]): Promise<void>;
  /** Keeps other fan-outs away until the transaction ends; false when one is under way. */
  lockFanOut(): Promise<boolean>;
  /**
   * The oldest events that fan-out has not seen, locked against other fan-outs where the database can. They come
   * in the order of their recording by the database's clock: the clocks of instances, which ids are made of, differ.
   * Those that are sent at once are read with their bodies; the others are spared that.
   */
  lockPending(limit: number, options?: { readonly bodies: boolean }): Promise<PendingEvent[]>;
  markFannedOut(ids: readonly EventId[]): Promise<void>;
  /** The exact bodies, for sending. Missing ids are absent from the map. */
  bodies(ids: readonly EventId[]): Promise<Map<EventId, string>>;
  find(id: EventId): Promise<Event | null>;
  /** Events fanned out, recorded before `beforeMs` and without any delivery: free to go. */
  findOrphans(beforeMs: number, limit: number): Promise<EventId[]>;
  delete(ids: readonly EventId[]): Promise<void>;
}
