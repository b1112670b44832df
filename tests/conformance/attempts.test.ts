import type { Attempt } from '../../server/src/domain/attempt';
import { deliveryIdOf } from '../../server/src/domain/ids';
import { webhookId } from '../helpers/builders';
import { databaseServers } from '../helpers/databases';
import { anAttempt, anEvent, NOW, openFixture, type Fixture } from './fixture';

describe.each(databaseServers())('attempts on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());

  const newDeliveryId = () => deliveryIdOf(anEvent().id, webhookId(7));

  test('come back as they were written, in the order they were recorded', async () => {
    const id = newDeliveryId();
    const attempts: Attempt[] = [
      anAttempt(id, {
        response: {
          status: 500,
          headers: { 'x-ünï': 'a "quoted" 🙂' },
          body: '🙂 <html>\n\u2028',
          bodyTruncated: true,
        },
        outcome: 'failure',
      }),
      anAttempt(id, {
        number: 2,
        trigger: 'manual',
        outcome: 'failure',
        response: null,
        error: { code: 'timeout', message: 'no answer within 10 s' },
      }),
      anAttempt(id, {
        number: 2,
        outcome: 'interrupted',
        request: null,
        response: null,
        error: { code: 'interrupted', message: 'the process ended' },
        late: true,
      }),
      anAttempt(id, { number: 1, startedAtMs: NOW - 5 }),
    ];
    await fixture.stores.attempts.insert(attempts.slice(0, 3));
    await fixture.stores.attempts.insert(attempts.slice(3));
    expect(await fixture.stores.attempts.list(id)).toEqual(attempts);
    expect(await fixture.stores.attempts.list(newDeliveryId())).toEqual([]);
  });

  test.each([
    ['alone', 0],
    ['beside others', 2],
  ])('are recorded whatever a receiver answers, %s', async (_how, others) => {
    const id = newDeliveryId();
    const hostile = 'a\0b 🙂 \ud83d';
    await fixture.stores.attempts.insert([
      anAttempt(id, {
        durationMs: 3.7,
        response: { status: 200, headers: { a: hostile }, body: hostile, bodyTruncated: false },
        error: { code: 'invalid_response', message: hostile },
      }),
      ...Array.from({ length: others }, () => anAttempt(newDeliveryId())),
    ]);
    const [attempt] = await fixture.stores.attempts.list(id);
    expect(attempt?.response?.body.startsWith('a\uFFFDb 🙂 ')).toBe(true);
    expect(attempt?.response?.headers).toEqual({ a: hostile });
    expect(attempt?.error?.message.startsWith('a\uFFFDb 🙂 ')).toBe(true);
    expect(attempt?.durationMs).toBe(4);
  });

  test('are recorded by hundreds, with long answers', async () => {
    const ids = Array.from({ length: 400 }, newDeliveryId);
    const body = 'x🙂'.repeat(15_000);
    await fixture.stores.attempts.insert(
      ids.map((id) =>
        anAttempt(id, { response: { status: 200, headers: {}, body, bodyTruncated: true } }),
      ),
    );
    const [last] = await fixture.stores.attempts.list(ids[399] ?? newDeliveryId());
    expect(last?.response?.body).toBe(body);
    await fixture.stores.attempts.insert([]);
  });
});
