import type { Event } from '../../domain/event';
import type { EventId } from '../../domain/ids';
import { announcementBody, emittedBody, entryBody, type Body } from '../../domain/payload';
import type { EntrySnapshot, JsonObject } from './entry-reader';

/** Where an entry event comes from. */
export interface EntryOrigin {
  readonly uid: string;
  readonly model: string;
}

/** What an announcement is about, as far as it says so. */
export interface Origin {
  readonly uid: string | null;
  readonly model: string | null;
  readonly documentId: string | null;
  readonly locale: string | null;
}

/** An event, and whether its data was too large. */
export interface EmittedEvent {
  readonly event: Event;
  readonly isThin: boolean;
}

/** Turns facts into events. */
export interface EventFactory {
  entry(topic: string, origin: EntryOrigin, snapshot: EntrySnapshot, occurredAtMs: number): Event;
  announcement(topic: string, origin: Origin, info: JsonObject, occurredAtMs: number): Event;
  /** @throws TypeError when JSON cannot express the data */
  emitted(topic: string, data: unknown, occurredAtMs: number): EmittedEvent;
}

const NO_ORIGIN: Origin = { uid: null, model: null, documentId: null, locale: null };

/**
 * Makes a factory.
 *
 * @param nextId - gives every event its id
 * @param maxBodyBytes - a larger body is replaced by its ids
 */
export const createEventFactory = (nextId: () => EventId, maxBodyBytes: number): EventFactory => {
  const eventOf = (topic: string, origin: Origin, body: Body, occurredAtMs: number): Event => ({
    id: nextId(),
    topic,
    uid: origin.uid,
    model: origin.model,
    documentId: origin.documentId,
    locale: origin.locale,
    body: body.text,
    bodyBytes: body.bytes,
    occurredAtMs,
    onlyWebhookId: null,
  });

  return {
    entry: (topic, { uid, model }, { documentId, locale, entry }, occurredAtMs) =>
      eventOf(
        topic,
        { uid, model, documentId, locale },
        entryBody({ topic, occurredAtMs, model, uid, entry }, maxBodyBytes),
        occurredAtMs,
      ),
    announcement: (topic, origin, info, occurredAtMs) =>
      eventOf(
        topic,
        origin,
        announcementBody({ topic, occurredAtMs, info }, maxBodyBytes),
        occurredAtMs,
      ),
    emitted: (topic, data, occurredAtMs) => {
      const body = emittedBody({ topic, occurredAtMs, data }, maxBodyBytes);
      return { event: eventOf(topic, NO_ORIGIN, body, occurredAtMs), isThin: body.truncated };
    },
  };
};
