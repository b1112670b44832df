import { screen, within } from '@testing-library/react';
import HealthWidget from '../../admin/src/widgets/health-widget';
import type { StatsView } from '../../server/src/contracts/stats';
import { Refusal, type Answers } from './helpers/api';
import { openPanel, type Opening } from './helpers/panel';
import { answer, health, pageOf, stats, webhook } from './helpers/samples';

const HOUR = 3_600_000;

const STATS: StatsView = {
  ...stats('hour', 0),
  totals: {
    pending: 4,
    held: 3,
    succeeded: 1200,
    failed: 7,
    discarded: 2,
    attempts: 1300,
    latencyMs: { p50: 85, p95: 900, p99: 2500 },
  },
};

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
  'GET /webhooks/health': () => answer([health(1, 0)]),
  'GET /webhooks/count': () => answer({ total: 1, active: 1, paused: 0, disabled: 0 }),
  'GET /stats': () => answer(STATS),
};

/** A page that has the widget, as Strapi's home page does. */
const home: NonNullable<Opening['plugins']>[string] = {
  register(app) {
    app.addMenuLink({
      to: 'home-of-widgets',
      icon: () => null,
      intlLabel: { id: 'home-of-widgets', defaultMessage: 'Widgets' },
      permissions: [],
      Component: () =>
        Promise.resolve({
          default: () => (
            <main>
              <h1>Widgets</h1>
              <HealthWidget />
            </main>
          ),
        }),
    });
  },
  bootstrap: () => undefined,
};

const open = (answers: Answers = {}) =>
  openPanel({
    root: '',
    at: '/home-of-widgets',
    answers: { ...ANSWERS, ...answers },
    plugins: { home },
  });

describe('the widget of the home page', () => {
  it('shows the deliveries of 24 hours by state, how long receivers took, and that all is well', async () => {
    const before = Date.now();
    const api = await open();
    await screen.findByText('Succeeded: 1,200');
    const legend = screen.getByText('Succeeded: 1,200').closest('ul');
    expect([...(legend?.children ?? [])].map((one) => one.textContent)).toEqual([
      'Succeeded: 1,200',
      'Failed: 7',
      'Pending: 4',
      'Held: 3',
      'Discarded: 2',
    ]);
    expect(screen.getByText('50% within: 85 ms')).toBeTruthy();
    expect(screen.getByText('95% within: 900 ms')).toBeTruthy();
    expect(screen.getByText('99% within: 2.5 sec')).toBeTruthy();
    expect(screen.getByText('All is well: nothing needs attention.')).toBeTruthy();
    const query = api.to('GET /stats').at(-1)?.query;
    const to = Date.parse(query?.get('to') ?? '');
    expect(to).toBeGreaterThanOrEqual(before);
    expect(to - Date.parse(query?.get('from') ?? '')).toBe(24 * HOUR);
    expect(query?.get('bucket')).toBe('hour');
  });

  it('has no word about time where nothing was sent', async () => {
    await open({ 'GET /stats': () => answer(stats('hour', 0)) });
    await screen.findByText('Succeeded: 0');
    expect(screen.queryByText(/% within|Nothing was sent/)).toBeNull();
  });

  it('leads to a new webhook where there is none', async () => {
    await open({ 'GET /webhooks': () => pageOf([]), 'GET /webhooks/health': () => answer([]) });
    const link = await screen.findByRole('link', { name: 'Create a webhook' });
    expect(link.getAttribute('href')).toMatch(/\/webhooks\/create$/);
    expect(screen.queryByText(/All is well/)).toBeNull();
  });

  it('tells of the three worst and how many more there are', async () => {
    const disabled = webhook(9, { status: 'disabled', disabledReason: 'gone', name: 'Cache' });
    const failing = [1, 2, 3, 4].map((id) => webhook(id));
    await open({
      'GET /webhooks': () => pageOf([...failing, disabled]),
      'GET /webhooks/health': () => answer([1, 2, 3, 4].map((id) => health(id, 0, 0, 10 + id))),
    });
    const first = await screen.findByRole('link', { name: 'Cache' });
    const items = [...(first.closest('ul')?.querySelectorAll('li') ?? [])];
    expect(items.map((one) => one.textContent)).toEqual([
      'DisabledCacheThe receiver answered 410 Gone',
      'Failingw111 deliveries failed in the last 24 hours',
      'Failingw212 deliveries failed in the last 24 hours',
    ]);
    expect(screen.getByText('and 2 more')).toBeTruthy();
    // A reason of which the end is missing is none.
    const reason = screen.getByText('The receiver answered 410 Gone');
    expect(reason.style.whiteSpace).toBe('normal');
    // What needs attention comes first, and each chart says what it is.
    for (const name of ['Deliveries by state', 'How long receivers took']) {
      const title = screen.getByRole('heading', { name, level: 3 });
      expect(first.compareDocumentPosition(title)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    }
  });

  it.each(['GET /stats', 'GET /webhooks', 'GET /webhooks/health'])(
    'says in words that %s fails, and nothing that it does not know',
    async (route) => {
      await open({ [route]: () => new Refusal(500, 'The database is away') });
      const main = within(await screen.findByRole('main'));
      expect(await main.findByText('The database is away')).toBeTruthy();
      expect(main.queryByText(/All is well/)).toBeNull();
      expect(main.queryByText(/^Succeeded/)).toBeNull();
    },
  );
});
