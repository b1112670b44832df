import {
  announcementBody,
  emittedBody,
  entryBody,
  type Body,
} from '../../../server/src/domain/payload';

const occurredAtMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const ROOMY = 1024 * 1024;

const parsed = (body: Body): Record<string, unknown> => JSON.parse(body.text);

describe('the body of an entry event', () => {
  const content = {
    topic: 'entry.publish',
    occurredAtMs,
    model: 'article',
    uid: 'api::article.article',
    entry: { id: 7, documentId: 'doc', locale: 'fr', title: 'Été', body: 'x'.repeat(2000) },
  };

  test('has core’s fields in core’s order', () => {
    expect(Object.keys(parsed(entryBody(content, ROOMY)))).toEqual([
      'event',
      'createdAt',
      'model',
      'uid',
      'entry',
    ]);
  });

  test('says when it happened', () => {
    expect(parsed(entryBody(content, ROOMY))).toMatchObject({
      event: 'entry.publish',
      createdAt: '2026-01-02T03:04:05.678Z',
      entry: content.entry,
    });
  });

  test('counts bytes, not characters', () => {
    const body = entryBody(content, ROOMY);
    expect(body.bytes).toBe(Buffer.byteLength(body.text, 'utf8'));
    expect(body.bytes).toBeGreaterThan(body.text.length);
  });

  test('is kept whole when it has exactly as many bytes as are allowed', () => {
    const { bytes } = entryBody(content, ROOMY);
    expect(entryBody(content, bytes).truncated).toBe(false);
    expect(entryBody(content, bytes - 1).truncated).toBe(true);
  });

  test('goes in thin form when it is too large', () => {
    const body = entryBody(content, 1024);
    expect(body.bytes).toBe(Buffer.byteLength(body.text, 'utf8'));
    expect(body.text).toBe(
      '{"event":"entry.publish","createdAt":"2026-01-02T03:04:05.678Z","model":"article",' +
        '"uid":"api::article.article","truncated":true,"entry":{"id":7,"documentId":"doc","locale":"fr"}}',
    );
  });

  test('goes in thin form when JSON cannot express it', () => {
    const circular: Record<string, unknown> = { id: 1, documentId: 'doc', locale: null };
    circular['self'] = circular;
    for (const entry of [circular, { id: 1, documentId: 'doc', locale: null, size: 10n }]) {
      expect(parsed(entryBody({ ...content, entry }, ROOMY))).toMatchObject({
        truncated: true,
        entry: { id: 1, documentId: 'doc', locale: null },
      });
    }
  });

  test('does not take a long text for an id', () => {
    const entry = { id: 7, documentId: 'd'.repeat(5000), locale: null };
    expect(parsed(entryBody({ ...content, entry }, 1024))['entry']).toEqual({
      id: 7,
      locale: null,
    });
  });
});

describe('the body of an announcement', () => {
  test('spreads what was announced, as core does', () => {
    const info = { isPublished: true, release: { id: 3, name: 'Spring' } };
    expect(
      parsed(announcementBody({ topic: 'releases.publish', occurredAtMs, info }, ROOMY)),
    ).toEqual({
      event: 'releases.publish',
      createdAt: '2026-01-02T03:04:05.678Z',
      ...info,
    });
  });

  test('keeps what is named like a property of every object', () => {
    const info: Record<string, unknown> = JSON.parse('{"__proto__":"x"}');
    const { text } = announcementBody({ topic: 'media.create', occurredAtMs, info }, ROOMY);
    expect(text).toContain('"__proto__":"x"');
  });

  test('keeps the ids that exist when it is too large', () => {
    const info = {
      media: { id: 3, documentId: 'm', caption: 'x'.repeat(2000) },
      tags: ['a'],
      flag: true,
    };
    expect(parsed(announcementBody({ topic: 'media.create', occurredAtMs, info }, 1024))).toEqual({
      event: 'media.create',
      createdAt: '2026-01-02T03:04:05.678Z',
      truncated: true,
      media: { id: 3, documentId: 'm' },
    });
  });
});

describe('the body of a custom event', () => {
  test.each([[{ orderId: 5 }], [['a', 1]], ['text'], [0], [null], [false]])(
    'carries %j',
    (data) => {
      expect(parsed(emittedBody({ topic: 'order.paid', occurredAtMs, data }, ROOMY))).toEqual({
        event: 'order.paid',
        createdAt: '2026-01-02T03:04:05.678Z',
        data,
      });
    },
  );

  test('refuses what JSON cannot express', () => {
    expect(() =>
      emittedBody({ topic: 'order.paid', occurredAtMs, data: { n: 1n } }, ROOMY),
    ).toThrow(TypeError);
  });

  test('keeps the plain values of the data when it is too large, so that receivers know what it is about', () => {
    const data = {
      orderId: 4711,
      isPaid: true,
      coupon: null,
      placedAt: new Date(occurredAtMs),
      customer: { id: 3 },
      items: [1],
      lines: 'x'.repeat(2000),
    };
    expect(parsed(emittedBody({ topic: 'order.paid', occurredAtMs, data }, 1024))).toEqual({
      event: 'order.paid',
      createdAt: '2026-01-02T03:04:05.678Z',
      truncated: true,
      data: { orderId: 4711, isPaid: true, coupon: null, placedAt: '2026-01-02T03:04:05.678Z' },
    });
  });

  test('keeps the ids alone when its plain values do not fit either', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`n${index}`, index]),
    );
    for (const large of [many, { ['k'.repeat(2000)]: 1 }]) {
      const data = { id: 7, ...large };
      const body = emittedBody({ topic: 'order.paid', occurredAtMs, data }, 1024);
      expect(parsed(body)['data']).toEqual({ id: 7 });
    }
  });
});
