import {
  createEventId,
  deliveryIdOf,
  isDeliveryId,
  isEventId,
  isWebhookId,
  type WebhookId,
} from '../../../server/src/domain/ids';

const random = (fill: number): Uint8Array => new Uint8Array(10).fill(fill);
const webhookId = (value: number): WebhookId => {
  if (!isWebhookId(value)) throw new Error(`not a webhook id: ${value}`);
  return value;
};

describe('createEventId', () => {
  it('makes a UUIDv7: the time in front, then version and variant', () => {
    const id = createEventId(0x0190_1234_5678, random(0xff));
    expect(id).toBe('evt_0190123456787fffbfffffffffffffff');
    expect(isEventId(id)).toBe(true);
  });

  it('sorts by time, whatever chance brings', () => {
    const times = [0, 1, 255, 256, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const ids = times.map((time, index) => createEventId(time, random(255 - index)));
    expect([...ids].sort()).toEqual(ids);
  });

  it('differs by chance within one millisecond', () => {
    expect(createEventId(1, random(1))).not.toBe(createEventId(1, random(2)));
  });

  it.each([-5, 0.5])('survives a clock that says %d', (nowMs) => {
    expect(createEventId(nowMs, random(0))).toBe('evt_00000000000070008000000000000000');
  });

  it('refuses too little chance', () => {
    expect(() => createEventId(1, new Uint8Array(9))).toThrow(RangeError);
  });
});

describe('deliveryIdOf', () => {
  const eventId = createEventId(1_700_000_000_000, random(3));

  it('names the pair of event and webhook, the same each time', () => {
    const id = deliveryIdOf(eventId, webhookId(7));
    expect(id).toBe(`dlv_${eventId.slice(4)}_7`);
    expect(deliveryIdOf(eventId, webhookId(7))).toBe(id);
    expect(deliveryIdOf(eventId, webhookId(8))).not.toBe(id);
    expect(isDeliveryId(id)).toBe(true);
  });

  it('serves the largest webhook id', () => {
    expect(isDeliveryId(deliveryIdOf(eventId, webhookId(Number.MAX_SAFE_INTEGER)))).toBe(true);
  });
});

describe('the guards', () => {
  it.each(['', 'evt_', 'evt_xyz', `evt_${'A'.repeat(32)}`, `evt_${'a'.repeat(33)}`, 'dlv_1'])(
    'say that %j is no event id',
    (value) => {
      expect(isEventId(value)).toBe(false);
    },
  );

  it.each([
    '',
    `dlv_${'a'.repeat(32)}`,
    `dlv_${'a'.repeat(32)}_0`,
    `dlv_${'a'.repeat(32)}_01`,
    `dlv_${'a'.repeat(32)}_1 `,
    `evt_${'a'.repeat(32)}_1`,
  ])('say that %j is no delivery id', (value) => {
    expect(isDeliveryId(value)).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])(
    'say that %d is no webhook id',
    (value) => {
      expect(isWebhookId(value)).toBe(false);
    },
  );
});
