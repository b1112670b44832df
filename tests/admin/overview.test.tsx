import { screen, within } from '@testing-library/react';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, stats, webhook } from './helpers/samples';
import { click } from './helpers/use';

const HOUR = 3_600_000;

/** The number of all deliveries, which the server makes the hours that it was asked for. */
const total = (hours: number) => screen.findByText(String(hours), { selector: 'dd' });

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1)]),
  'GET /webhooks/health': () => answer([]),
  'GET /encryption': () => answer({ source: 'settings', canSave: true }),
  'GET /stats': ({ query }) => {
    const hours = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / HOUR;
    return answer(stats(query.get('bucket') === 'day' ? 'day' : 'hour', hours));
  },
};

describe('the period of the overview', () => {
  it.each([
    ['24h', 'Last 24 hours', 24, 'hour'],
    ['7d', 'Last 7 days', 168, 'hour'],
    ['30d', 'Last 30 days', 720, 'day'],
  ])('%s in the address asks for it', async (period, name, hours, bucket) => {
    const before = Date.now();
    const api = await openPanel({ at: `/overview?period=${period}`, answers: ANSWERS });
    await total(hours);
    expect(screen.getByRole('combobox', { name: 'Period' }).textContent).toBe(name);
    const query = api.to('GET /stats').at(-1)?.query;
    expect(query?.get('bucket')).toBe(bucket);
    expect(Date.parse(query?.get('to') ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('shows the numbers of another one when it is chosen, and keeps it in the address', async () => {
    await openPanel({ at: '/overview', answers: ANSWERS });
    await total(24);
    for (const [name, period, hours] of [
      ['Last 7 days', '7d', 168],
      ['Last 30 days', '30d', 720],
      ['Last 24 hours', '24h', 24],
    ] as const) {
      await click('combobox', 'Period');
      await click('option', name);
      await total(hours);
      expect(window.location.search).toBe(`?period=${period}`);
    }
  });
});

describe('the numbers of the overview', () => {
  it('lead to the deliveries of the same time and state, and say that tests are among them', async () => {
    await openPanel({ at: '/overview?period=7d', answers: ANSWERS });
    await total(168);
    const numbers = within(await screen.findByRole('main'));
    // What the numbers begin with, which is not when the period does.
    const since = `range=custom&from=${stats('hour', 0).from}`;
    const leadsTo = (name: string) => numbers.getByRole('link', { name }).getAttribute('href');
    expect(leadsTo('Deliveries')).toContain(`/deliveries?${since}`);
    expect(leadsTo('Failed')).toContain(`/deliveries?state=failed&${since}`);
    expect(leadsTo('Held')).toContain(`/deliveries?state=held&${since}`);
    expect(
      numbers.getByText(
        /^Tests are not counted here, but the lists show them; pings are counted\./,
      ),
    ).toBeTruthy();
  });
});

describe('what needs attention', () => {
  const calm = 'All is well: nothing needs attention.';

  it.each(['GET /webhooks', 'GET /webhooks/health'])(
    'is not said to be nothing while %s fails',
    async (route) => {
      let broken = true;
      const fail = (request: Parameters<Answers[string]>[0]) =>
        broken ? new Refusal(500, 'The database is away') : ANSWERS[route]?.(request);
      await openPanel({ at: '/overview', answers: { ...ANSWERS, [route]: fail } });
      await screen.findByText('The database is away');
      expect(screen.queryByText(calm)).toBeNull();
      broken = false;
      await click('button', 'Try again');
      await screen.findByText(calm);
    },
  );

  it('is not said to be nothing when a proxy answers with something else', async () => {
    const answers = { ...ANSWERS, 'GET /webhooks': () => '<html>Please sign in</html>' };
    await openPanel({ at: '/overview', answers });
    await screen.findByRole('button', { name: 'Try again' });
    expect(screen.queryByText(calm)).toBeNull();
  });

  it('is found among more webhooks than one page has', async () => {
    const all = Array.from({ length: 250 }, (_, index) => webhook(index + 1));
    const pages: Answers[string] = ({ query }) => {
      const page = Number(query.get('pagination[page]'));
      const size = Number(query.get('pagination[pageSize]'));
      return {
        data: all.slice((page - 1) * size, page * size),
        meta: {
          pagination: { page, pageSize: size, pageCount: Math.ceil(all.length / size), total: 250 },
        },
      };
    };
    const answers = {
      ...ANSWERS,
      'GET /webhooks': pages,
      'GET /webhooks/health': () => answer([health(250, 0, 1, 9)]),
    };
    await openPanel({ at: '/overview', answers });
    await screen.findByRole('link', { name: 'w250' });
    await screen.findByText('9 deliveries failed in the last 24 hours');
  });

  it('says in words what is wrong with a receiver that was never reached', async () => {
    const calmly = [webhook(1, { failureCount: 1 }), webhook(2), webhook(3, { status: 'paused' })];
    const answers = {
      ...ANSWERS,
      'GET /webhooks': () => pageOf(calmly),
      'GET /webhooks/health': () =>
        answer([
          health(1, 0, 8, 1),
          { ...health(2, 5000, 1), retryingCount: 1000, retryingCountIsCapped: true },
          { ...health(3, 10_000), openCountIsCapped: true },
        ]),
    };
    await openPanel({ at: '/overview', answers });
    const first = await screen.findByRole('link', { name: 'w1' });
    const items = [...(first.closest('ul')?.querySelectorAll('li') ?? [])];
    expect(items.map((one) => one.textContent)).toEqual([
      'Failingw1Failures in a row: 1See deliveries',
      'Retryingw2At least 1,000 deliveries wait for another attemptSee deliveries',
      'Holdingw3More than 10,000 deliveries wait until it is activeSee deliveries',
    ]);
    expect(screen.queryByText(calm)).toBeNull();
  });

  it('is that there is no webhook, also after the last was deleted, for those who may create one', async () => {
    const answers = { ...ANSWERS, 'GET /webhooks': () => pageOf([]) };
    await openPanel({ at: '/overview', answers });
    const link = await screen.findByRole('link', { name: 'Create a webhook' });
    expect(link.getAttribute('href')).toMatch(/\/webhooks\/create$/);
    expect(screen.getByText('There is no webhook.')).toBeTruthy();
    expect(screen.queryByText(calm)).toBeNull();
  });

  it('is said to be for others where there is no webhook and the role allows none', async () => {
    const answers = { ...ANSWERS, 'GET /webhooks': () => pageOf([]) };
    await openPanel({ at: '/overview', answers, permissions: ['webhooks.read'] });
    await screen.findByText(/^Somebody whose role allows it/);
    expect(screen.queryByRole('link', { name: 'Create a webhook' })).toBeNull();
    expect(screen.queryByText(calm)).toBeNull();
  });

  it('leads to what failed and what is held', async () => {
    const disabledAt = new Date(Date.now() - 2 * HOUR - 5000).toISOString();
    const disabled = webhook(1, { status: 'disabled', disabledReason: 'gone', disabledAt });
    const answers = {
      ...ANSWERS,
      'GET /webhooks': () => pageOf([disabled]),
      'GET /webhooks/health': () => answer([health(1, 3, 0, 5)]),
    };
    await openPanel({ at: '/overview', answers });
    const link = await screen.findByRole('link', { name: 'See deliveries' });
    expect(link.getAttribute('href')).toMatch(/\/webhooks\/1\/deliveries\?state=failed,held$/);
    expect(link.closest('li')?.textContent).toContain('The receiver answered 410 Gone');
    expect(link.closest('li')?.textContent).toContain('2 hr. ago');
  });
});
