import type { EventId, WebhookId } from './ids';

/** An immutable fact: what happened, when, and the bytes that tell receivers of it. */
export interface Event {
  readonly id: EventId;
  readonly topic: string;
  readonly uid: string | null;
  readonly model: string | null;
  readonly documentId: string | null;
  readonly locale: string | null;
  /** The exact text that is sent and signed. */
  readonly body: string;
  readonly bodyBytes: number;
  /** When it happened, by the application's clock, in milliseconds since 1970. */
  readonly occurredAtMs: number;
  /** A ping or test is meant for this webhook alone; null is fanned out to all that subscribe. */
  readonly onlyWebhookId: WebhookId | null;
}

/** An event without its body, as fan-out and lists need it. */
export type EventSummary = Omit<Event, 'body'>;
