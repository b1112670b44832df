import { screen } from '@testing-library/react';
import type { WebhookHealth } from '../../admin/src/api/webhook-health';
import { LastDelivery } from '../../admin/src/components/last-delivery';
import { StatusBadge } from '../../admin/src/components/status-badge';
import type { WebhookView } from '../../server/src/contracts/webhook';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { show } from './helpers/show';

const TYPES = ['Article', 'Page', 'Author', 'Tag', 'Shop'].map((displayName) => ({
  uid: `api::${displayName.toLowerCase()}.${displayName.toLowerCase()}`,
  displayName,
  kind: 'collectionType',
}));
const uids = TYPES.map(({ uid }) => uid);

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_500).toISOString();

const last = (
  minutes: number,
  changes: Partial<NonNullable<WebhookHealth['lastDelivery']>> = {},
): WebhookHealth['lastDelivery'] => ({
  id: 'dlv_1',
  topic: 'entry.publish',
  at: minutesAgo(minutes + 30),
  attemptedAt: minutesAgo(minutes),
  state: 'succeeded',
  statusCode: 200,
  durationMs: 85,
  error: null,
  ...changes,
});

/** The row of a webhook in the list, cell by cell; the checkbox and the actions are left out. */
const cellsOf = async (one: WebhookView, its: WebhookHealth): Promise<readonly Element[]> => {
  await openPanel({
    at: '/webhooks',
    answers: {
      'GET /webhooks': () => pageOf([one]),
      'GET /webhooks/count': () => answer({ total: 1, active: 1, paused: 0, disabled: 0 }),
      'GET /webhooks/health': () => answer([its]),
      'GET /content-types': () => answer(TYPES),
    },
  });
  const link = await screen.findByRole('link', { name: one.name });
  await screen.findByRole('img', { name: /^Last 24 hours/ });
  return [...(link.closest('tr')?.querySelectorAll('td') ?? [])].slice(1, -1);
};
/** The texts that stand in a cell, each on its own. */
const textsIn = (cell: Element | undefined): readonly string[] => {
  if (cell === undefined) return [];
  if (cell.children.length === 0) return cell.textContent === '' ? [] : [cell.textContent];
  return [...cell.children].flatMap(textsIn);
};

describe('the row of a webhook', () => {
  it('tells at a glance where it sends what, how that goes, and what came last', async () => {
    const hours = [
      { at: '2026-01-10T00:00:00.000Z', succeeded: 3, failed: 1 },
      { at: '2026-01-10T01:00:00.000Z', succeeded: 2, failed: 0 },
    ];
    const cells = await cellsOf(
      webhook(1, {
        name: 'CRM',
        deliveryUrl: 'https://crm.example.com:8443/hook?key=1',
        topics: ['entry.publish', 'entry.unpublish'],
        contentTypes: uids.slice(0, 2),
      }),
      { ...health(1, 1200), last24h: hours, lastDelivery: last(2) },
    );
    expect(cells.map(textsIn)).toEqual([
      ['CRM', 'crm.example.com:8443'],
      ['Active'],
      ['Article and Page · publish and unpublish'],
      ['83.3%', '5 of 6 succeeded'],
      ['2 min. ago', '200 in 85 ms', '1,200 pending'],
    ]);
    const chart = screen.getByRole('img', { name: 'Last 24 hours: 5 succeeded, 1 failed' });
    // The ground, what succeeded, what failed: the highest hour fills the chart.
    const bars = [...chart.querySelectorAll('g')].map((hour) =>
      [...hour.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('height'))),
    );
    expect(bars).toEqual([
      [1, 18, 6],
      [1, 12, 0],
    ]);
  });

  it('shows one failure among a thousand, and one success', async () => {
    const hours = [
      { at: '2026-01-10T00:00:00.000Z', succeeded: 999, failed: 1 },
      { at: '2026-01-10T01:00:00.000Z', succeeded: 1, failed: 999 },
      { at: '2026-01-10T02:00:00.000Z', succeeded: 0, failed: 1000 },
    ];
    await cellsOf(webhook(1), { ...health(1, 0), last24h: hours });
    const bars = [...screen.getByRole('img', { name: /^Last 24 hours/ }).querySelectorAll('g')].map(
      (hour) =>
        [...hour.querySelectorAll('rect')].slice(1).map((bar) => ({
          top: Number(bar.getAttribute('y')),
          height: Number(bar.getAttribute('height')),
        })),
    );
    expect(bars).toEqual([
      [
        { top: 2, height: 22 },
        { top: 0, height: 2 },
      ],
      [
        { top: 22, height: 2 },
        { top: 0, height: 22 },
      ],
      [
        { top: 24, height: 0 },
        { top: 0, height: 24 },
      ],
    ]);
  });

  it('has the whole of what is cut under the pointer', async () => {
    const name = 'The storefront of the second shop '.repeat(7).trim();
    const host = `${'long.'.repeat(20)}example.com`;
    await cellsOf(webhook(1, { name, deliveryUrl: `https://${host}/hook` }), health(1, 0));
    expect(screen.getByTitle(name).textContent).toBe(name);
    expect(screen.getByTitle(host).textContent).toBe(host);
  });

  it('tells how many deliveries are held for one that is paused, and that none was sent', async () => {
    const cells = await cellsOf(
      webhook(1, { status: 'paused', topics: ['*'], contentTypes: '*' }),
      { ...health(1, 1000), openCountIsCapped: true },
    );
    expect(cells.slice(1).map(textsIn)).toEqual([
      ['Paused'],
      ['All content types · all entry events; everything else'],
      ['nothing sent'],
      ['never', '1,000+ held'],
    ]);
  });

  it('marks what is managed in code, and tells of a try without an answer', async () => {
    const cells = await cellsOf(
      webhook(1, {
        name: 'Cache',
        key: 'cache',
        managedBy: 'config',
        topics: ['entry.publish', 'media.*', 'media.create', 'shop.*', 'shop.paid'],
        contentTypes: uids,
      }),
      {
        ...health(1, 0),
        lastDelivery: last(90, {
          state: 'pending',
          statusCode: null,
          durationMs: 1500,
          error: 'timeout',
        }),
      },
    );
    expect(cells.map(textsIn)).toEqual([
      ['Cache', 'example.com', 'Managed in code'],
      ['Active'],
      [
        'Article, Page, Author, and 2 more · publish; all file events; file uploaded; all of shop; shop.paid',
      ],
      ['nothing sent'],
      ['1 hr. ago', 'failed after 1.5 sec'],
    ]);
  });
});

describe('the last delivery in the row', () => {
  it.each([
    ['entry.publish', {}, '200 in 85 ms'],
    ['ping', {}, 'Ping: 200 in 85 ms'],
    ['trigger-test', {}, 'Test: 200 in 85 ms'],
    ['trigger-test', { state: 'pending', durationMs: null } as const, 'Test: No answer yet'],
    ['toString', {}, '200 in 85 ms'],
  ])('says when it tells of no event: %s %j', (topic, changes, words) => {
    show(<LastDelivery delivery={last(2, { topic, ...changes })} />);
    expect(screen.getByText(words)).toBeTruthy();
  });
});

describe('the status in the row', () => {
  const disabled = { status: 'disabled', failureCount: 5 } as const;

  it('tells since when it is disabled, and of no time after it was enabled again', async () => {
    const disabledAt = minutesAgo(120);
    const cells = await cellsOf(
      webhook(1, { ...disabled, disabledReason: 'consecutive_failures', disabledAt }),
      health(1, 0),
    );
    expect(textsIn(cells[1])).toEqual(['Disabled', '2 hr. ago', '5 deliveries in a row failed']);
    show(<StatusBadge webhook={webhook(1, { disabledAt })} />);
    expect(screen.getAllByText('2 hr. ago')).toHaveLength(1);
  });

  it.each<[string, Partial<WebhookView>, readonly string[]]>([
    [
      'failures',
      { ...disabled, disabledReason: 'consecutive_failures' },
      ['Disabled', '5 deliveries in a row failed'],
    ],
    [
      '410',
      { ...disabled, disabledReason: 'gone' },
      ['Disabled', 'The receiver answered 410 Gone'],
    ],
    [
      'a hook that was removed',
      { status: 'paused', pausedReason: 'removed_from_config' },
      ['Paused', 'It is no longer in the configuration'],
    ],
    ['failures so far', { failureCount: 2 }, ['Active', 'Failures in a row: 2']],
    ['one failure so far', { failureCount: 1 }, ['Active', 'Failures in a row: 1']],
    ['a lost key', { secretFault: 'no key' }, ['Active', 'Its secret cannot be read']],
  ])('comes with its reason: %s', async (_reason, changes, texts) => {
    const cells = await cellsOf(webhook(1, changes), health(1, 0));
    expect(textsIn(cells[1])).toEqual(texts);
  });
});
