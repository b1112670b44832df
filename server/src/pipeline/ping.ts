import type { Event } from '../domain/event';
import { deliveryIdOf, type DeliveryId, type WebhookId } from '../domain/ids';
import { PING_TOPIC } from '../domain/rules/topic';
import type { Webhook } from '../domain/webhook';
import { makeEvent } from './make-event';
import type { NewDelivery, NewLease, Stores, Surroundings } from './ports';

/**
 * The event of a ping or a test: for one webhook alone, with its id and name and nothing else.
 *
 * @param topic - `ping` or `trigger-test`
 * @param webhook - the receiver
 * @param surroundings - clock and chance
 */
export const probeEvent = (
  topic: string,
  webhook: Pick<Webhook, 'id' | 'name'>,
  surroundings: Pick<Surroundings, 'now' | 'randomBytes'>,
): Event => {
  const occurredAtMs = surroundings.now();
  return makeEvent(
    {
      topic,
      occurredAtMs,
      onlyWebhookId: webhook.id,
      body: JSON.stringify({
        event: topic,
        createdAt: new Date(occurredAtMs).toISOString(),
        webhook: { id: webhook.id, name: webhook.name },
      }),
    },
    surroundings,
  );
};

/**
 * Writes the ping of a webhook that is active for the first time; fan-out and the dispatcher do the
 * rest, so saving never waits for the receiver.
 *
 * @param stores - the stores of the transaction that activates the webhook
 * @param webhook - the webhook
 * @param surroundings - clock and chance
 * @returns false when the ping was written before
 */
export const writePing = async (
  stores: Stores,
  webhook: Pick<Webhook, 'id' | 'name'>,
  surroundings: Pick<Surroundings, 'now' | 'randomBytes'>,
): Promise<boolean> => {
  if (!(await stores.registry.markPinged(webhook.id))) return false;
  await stores.events.insert([probeEvent(PING_TOPIC, webhook, surroundings)]);
  return true;
};

/**
 * Writes a probe together with its one delivery, which is then known before fan-out comes by.
 *
 * @param stores - the stores of one transaction
 * @param event - a ping or a test
 * @param webhookId - the receiver
 * @param options - the database's time; the lease of whoever attempts it at once, or null for the dispatcher
 * @returns the delivery
 */
export const writeProbe = async (
  stores: Stores,
  event: Event,
  webhookId: WebhookId,
  { nowMs, lease }: { readonly nowMs: number; readonly lease: NewLease | null },
): Promise<NewDelivery> => {
  const delivery: NewDelivery = {
    id: deliveryIdOf(event.id, webhookId),
    eventId: event.id,
    webhookId,
    topic: event.topic,
    uid: null,
    documentId: null,
    locale: null,
    orderKey: null,
    waitsForEarlier: false,
    sequence: (await stores.webhooks.takeSequence(webhookId, 1)).before + 1,
    createdAtMs: nowMs,
    lease,
    dueAtMs: nowMs,
  };
  await stores.events.insert([event]);
  await stores.events.markFannedOut([event.id]);
  await stores.deliveries.insert([delivery]);
  return delivery;
};

/**
 * Sends a ping because somebody asks for one.
 *
 * @param stores - the stores of one transaction
 * @param webhook - the receiver
 * @param surroundings - clock and chance
 * @returns the delivery; the dispatcher attempts it like any other
 */
export const writeAnotherPing = async (
  stores: Stores,
  webhook: Pick<Webhook, 'id' | 'name'>,
  surroundings: Pick<Surroundings, 'now' | 'randomBytes'>,
): Promise<DeliveryId> => {
  await stores.registry.markPinged(webhook.id);
  const event = probeEvent(PING_TOPIC, webhook, surroundings);
  const nowMs = await stores.now();
  return (await writeProbe(stores, event, webhook.id, { nowMs, lease: null })).id;
};
