declare const brand: unique symbol;

/** `evt_` + UUIDv7: made by the application, so that a restored database never repeats one. */
export type EventId = string & { readonly [brand]: 'EventId' };
/** `dlv_<event uuid>_<webhook id>`: follows from the event and the webhook, so the pair has one delivery only. */
export type DeliveryId = string & { readonly [brand]: 'DeliveryId' };
/** The webhook's number, as WooCommerce's receivers expect it. */
export type WebhookId = number & { readonly [brand]: 'WebhookId' };

const EVENT_ID = /^evt_([0-9a-f]{32})$/;
const DELIVERY_ID = /^dlv_([0-9a-f]{32})_([1-9]\d{0,15})$/;

export const isEventId = (value: string): value is EventId => EVENT_ID.test(value);
export const isDeliveryId = (value: string): value is DeliveryId => DELIVERY_ID.test(value);
export const isWebhookId = (value: number): value is WebhookId =>
  Number.isSafeInteger(value) && value > 0;

/**
 * Makes an event id that sorts by time (UUIDv7, RFC 9562).
 *
 * @param nowMs - wall-clock time in milliseconds since 1970
 * @param random - at least 10 random bytes
 * @returns the id
 * @throws RangeError when fewer than 10 bytes are given
 */
export const createEventId = (nowMs: number, random: Uint8Array): EventId => {
  if (random.length < 10) throw new RangeError('an event id needs 10 random bytes');
  const bytes = new Uint8Array(16);
  let rest = Math.max(0, Math.floor(nowMs));
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const id = `evt_${Buffer.from(bytes).toString('hex')}`;
  if (!isEventId(id)) throw new RangeError(`not an event id: ${id}`);
  return id;
};

/**
 * Names the one delivery of an event to a webhook.
 *
 * @param eventId - the event
 * @param webhookId - the receiver
 * @returns the delivery's id, the same on every attempt
 */
export const deliveryIdOf = (eventId: EventId, webhookId: WebhookId): DeliveryId => {
  const id = `dlv_${eventId.slice('evt_'.length)}_${webhookId}`;
  if (!isDeliveryId(id)) throw new RangeError(`not a delivery id: ${id}`);
  return id;
};

/**
 * When an event was made, as its id tells.
 *
 * @param id - the id of an event, or of one of its deliveries
 * @returns wall-clock time in milliseconds since 1970
 */
export const instantOf = (id: EventId | DeliveryId): number => Number.parseInt(id.slice(4, 16), 16);
