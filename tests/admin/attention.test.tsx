import type { WebhookView } from '../../server/src/contracts/webhook';
import type { WebhookHealth } from '../../admin/src/api/webhook-health';
import { attentionOf } from '../../admin/src/pages/overview/attention';
import { health, webhook } from './helpers/samples';

describe('what needs attention', () => {
  it('tells the worst first', () => {
    const items = attentionOf(
      [
        webhook(1, { status: 'paused' }),
        webhook(2),
        webhook(3, { secretFault: 'unreadable' }),
        webhook(4, { status: 'disabled' }),
      ],
      [health(1, 8), health(2, 0, 10, 6), health(4, 5)],
    );
    expect(items.map(({ kind, webhook: { id }, count }) => [kind, id, count])).toEqual([
      ['disabled', 4, 5],
      ['secret', 3, 0],
      ['failing', 2, 6],
      ['held', 1, 8],
    ]);
  });

  it('tells of an active webhook whose deliveries failed and wait, whatever the newest one is', () => {
    const untried = {
      id: 'dlv_1',
      topic: 'entry.publish',
      at: '2026-01-10T00:00:00.000Z',
      attemptedAt: null,
      state: 'pending' as const,
      statusCode: null,
      durationMs: null,
      error: null,
    };
    const retrying = { ...health(1, 9, 1), retryingCount: 3, lastDelivery: untried };
    expect(attentionOf([webhook(1)], [retrying])).toMatchObject([
      { kind: 'retrying', count: 3, capped: false },
    ]);
    const many = { ...retrying, retryingCount: 1000, retryingCountIsCapped: true };
    expect(attentionOf([webhook(1)], [many])).toMatchObject([
      { kind: 'retrying', count: 1000, capped: true },
    ]);
    expect(attentionOf([webhook(1, { status: 'paused' })], [retrying])).toMatchObject([
      { kind: 'held', count: 9 },
    ]);
  });

  it('tells of a webhook where nothing succeeded, or not since some failed', () => {
    expect(attentionOf([webhook(1)], [health(1, 0, 0, 1)])).toMatchObject([
      { kind: 'failing', count: 1 },
    ]);
    const inARow = webhook(1, { failureCount: 2 });
    expect(attentionOf([inARow], [health(1, 0, 100, 2)])).toMatchObject([
      { kind: 'failing-in-a-row', count: 2 },
    ]);
    expect(attentionOf([inARow], [])).toMatchObject([{ kind: 'failing-in-a-row', count: 2 }]);
  });

  it('tells of an active webhook whose last delivery was sent elsewhere and counted as delivered', () => {
    const last = {
      id: 'dlv_1',
      topic: 'entry.publish',
      at: '2026-01-10T00:00:00.000Z',
      attemptedAt: null,
      state: 'succeeded' as const,
      statusCode: 302,
      durationMs: 5,
      error: null,
    };
    const found = (
      status: WebhookView['status'],
      changes: Partial<WebhookHealth['lastDelivery']>,
    ) =>
      attentionOf(
        [webhook(1, { status })],
        [{ ...health(1, 0, 10), lastDelivery: { ...last, ...changes } }],
      ).map(({ kind }) => kind);
    expect(found('active', {})).toEqual(['redirected']);
    expect(found('active', { statusCode: 301 })).toEqual(['redirected']);
    expect(found('active', { statusCode: 204 })).toEqual([]);
    expect(found('active', { statusCode: 307, error: 'HTTP 307' })).toEqual([]);
    expect(found('paused', {})).toEqual([]);
  });

  it('is silent about a few failures among many, and about what an active webhook is about to send', () => {
    expect(attentionOf([webhook(1)], [health(1, 9, 100, 6)])).toEqual([]);
    expect(attentionOf([webhook(1)], [health(1, 9, 17, 4)])).toEqual([]);
    expect(attentionOf([webhook(1)], [])).toEqual([]);
  });
});
