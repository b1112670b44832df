import { z } from 'zod';
import { checked } from './checked';
import type { TopicRegistry, KnownTopic } from './topics';

/** Events of one's own: `strapi.plugin('durable-webhooks').service('events')`. */
export interface EventsService {
  /**
   * Records an event; it joins the caller's transaction, and is delivered when that commits.
   *
   * @param topic - a topic that was registered
   * @param data - anything JSON can hold; receivers find it under `data`
   * @throws PluginError `topic_invalid`, `event_invalid`; `event_not_recorded` when it cannot be written, which dooms the transaction
   * @example
   * ```ts
   * await events.emit('order.paid', { orderId: 42 });
   * ```
   */
  emit(topic: string, data: unknown): Promise<void>;
  /**
   * Runs `work` without recording any event of what it changes, for seeds and imports.
   *
   * @returns what `work` returns
   */
  withoutWebhooks<T>(work: () => T): T;
  /**
   * Makes a topic choosable in webhooks; call it in `register` or `bootstrap`.
   *
   * @throws PluginError `topic_invalid`
   */
  registerTopic(name: string, description?: string): void;
  /** Every topic that exists here. */
  topics(): KnownTopic[];
}

const topicSchema = z.object({ topic: z.string(), description: z.string().optional() });

/** What the service needs of capture. */
export interface EventDoor {
  emit(topic: string, data: unknown): Promise<void>;
  withoutWebhooks<T>(work: () => T): T;
}

/**
 * Makes the service.
 *
 * @param deps - capture, and the topics that exist here
 */
export const createEventsService = ({
  capture,
  topics,
}: {
  capture: EventDoor;
  topics: TopicRegistry;
}): EventsService => ({
  emit: async (topic, data) => {
    checked(topicSchema, { topic }, 'topic_invalid');
    await capture.emit(topic, data);
  },
  withoutWebhooks: (work) => capture.withoutWebhooks(work),
  registerTopic: (name, description) => {
    checked(topicSchema, { topic: name, description }, 'topic_invalid');
    topics.register(name, description);
  },
  topics: () => topics.list(),
});
