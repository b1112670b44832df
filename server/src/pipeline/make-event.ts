import { createEventId, type WebhookId } from '../domain/ids';
import type { Event } from '../domain/event';
import type { Surroundings } from './ports';

/** What an event says; id and size are added here. */
export interface EventContent {
  readonly topic: string;
  readonly uid?: string | null;
  readonly model?: string | null;
  readonly documentId?: string | null;
  readonly locale?: string | null;
  readonly body: string;
  readonly occurredAtMs: number;
  readonly onlyWebhookId?: WebhookId | null;
}

/**
 * Gives an event its identity.
 *
 * @param content - topic, origin and body
 * @param surroundings - the clock and chance that the id is made of
 */
export const makeEvent = (
  content: EventContent,
  surroundings: Pick<Surroundings, 'now' | 'randomBytes'>,
): Event => ({
  id: createEventId(surroundings.now(), surroundings.randomBytes(10)),
  topic: content.topic,
  uid: content.uid ?? null,
  model: content.model ?? null,
  documentId: content.documentId ?? null,
  locale: content.locale ?? null,
  body: content.body,
  bodyBytes: Buffer.byteLength(content.body, 'utf8'),
  occurredAtMs: content.occurredAtMs,
  onlyWebhookId: content.onlyWebhookId ?? null,
});
