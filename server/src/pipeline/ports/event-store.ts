import type { Event, EventSummary } from '../../domain/event';
import type { EventId } from '../../domain/ids';

/** An event before its fan-out; its body is null where nobody asked for it. */
export interface PendingEvent extends EventSummary {
  readonly body: string | null;
}

/** A place in the order in which events were recorded. */
export interface EventPosition {
  readonly recordedAtMs: number;
  readonly id: EventId;
}

/** What a look for orphans found. */
export interface OrphanSearch {
  readonly ids: readonly EventId[];
  /** Where the next look begins; null when there was nothing more to look at. */
  readonly next: EventPosition | null;
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
  /**
   * Looks at the `limit` events after a place (null: from the oldest) that were recorded before `beforeMs`. Those
   * that are fanned out and have no delivery are free to go. However many others are kept: it looks at no more.
   */
  findOrphans(range: {
    readonly beforeMs: number;
    readonly after: EventPosition | null;
    readonly limit: number;
  }): Promise<OrphanSearch>;
  delete(ids: readonly EventId[]): Promise<void>;
}
