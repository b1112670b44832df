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

  it('tells of an active webhook whose deliveries wait because the last attempt failed', () => {
    const last = {
      id: 'dlv_1',
      at: '2026-01-10T00:00:00.000Z',
      state: 'pending' as const,
      statusCode: 500,
      durationMs: 12,
      error: 'HTTP 500',
    };
    const retrying = { ...health(1, 3), lastDelivery: last };
    expect(attentionOf([webhook(1)], [retrying])).toMatchObject([{ kind: 'retrying', count: 3 }]);
    expect(
      attentionOf([webhook(1)], [{ ...retrying, lastDelivery: { ...last, error: null } }]),
    ).toEqual([]);
  });

  it('is silent about a few failures, and about what an active webhook is about to send', () => {
    expect(attentionOf([webhook(1)], [health(1, 9, 100, 6)])).toEqual([]);
    expect(attentionOf([webhook(1)], [health(1, 0, 0, 4)])).toEqual([]);
    expect(attentionOf([webhook(1)], [])).toEqual([]);
  });
});
