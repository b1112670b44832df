import { screen, waitFor } from '@testing-library/react';
import { ANSWERS } from './helpers/answers';
import { Refusal, type Answers } from './helpers/api';
import { ownClock, pass } from './helpers/clock';
import { openPanel, type Opening } from './helpers/panel';
import { answer, cursorPageOf, delivery, health, pageOf, stats, webhook } from './helpers/samples';
import { click } from './helpers/use';

const HOUR = 3_600_000;
/** Longer than any screen waits before it asks again. */
const NEXT_LOOK = { timeout: 60_000 };

const EVERYTHING: Answers = {
  ...ANSWERS,
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM', status: 'disabled' })]),
  'GET /webhooks/count': () => answer({ total: 1, active: 0, paused: 0, disabled: 1 }),
  'GET /webhooks/health': () => answer([health(1, 0)]),
  'GET /deliveries/dlv_1': () =>
    answer({ ...delivery('dlv_1'), body: '{}', attempts: [], payloadsHidden: false }),
  'GET /encryption': () => answer({ source: 'settings', canSave: true }),
  'GET /stats': ({ query }) => {
    const hours = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / HOUR;
    return answer(stats('hour', hours));
  },
};

const AWAY = 'The database is away';

/** The same answers, until everything or one of them is refused. */
const refusing = (answers: Answers = EVERYTHING) => {
  const refused: { routes: readonly string[] } = { routes: [] };
  return {
    refuse: (...routes: readonly string[]) => void (refused.routes = routes),
    answers: Object.fromEntries(
      Object.entries(answers).map(([route, of]): [string, Answers[string]] => [
        route,
        (request) => (refused.routes.includes(route) ? new Refusal(500, AWAY) : of(request)),
      ]),
    ),
  };
};

ownClock();
/** Most screens have asked again by then; moving on step by step would look at all of a screen after each. */
const later = () => pass(10_000);

const open = async (opening: Partial<Opening> & Pick<Opening, 'at'>, answers = EVERYTHING) => {
  const server = refusing(answers);
  const api = await openPanel({ answers: server.answers, ...opening });
  return { ...server, api };
};
const notice = async () => {
  await later();
  const title = await screen.findByText('This may be out of date', undefined, NEXT_LOOK);
  return title.closest('[role=status]')?.textContent;
};

describe('while asking again fails', () => {
  it.each([
    [
      'the webhooks',
      '/webhooks',
      'GET /webhooks',
      () => screen.findByRole('link', { name: 'CRM' }),
    ],
    ['a webhook', '/webhooks/1', 'GET /webhooks/1', () => screen.findByText('See deliveries')],
    ['its health', '/webhooks/1', 'GET /webhooks/health', () => screen.findByText('Last delivery')],
    ['the deliveries', '/deliveries', 'GET /deliveries', () => screen.findByRole('table')],
    [
      'an open delivery',
      '/deliveries?open=dlv_1',
      'GET /deliveries/dlv_1',
      () => screen.findByText('Payload'),
    ],
    ['the numbers', '/overview', 'GET /stats', () => screen.findByText('24', { selector: 'dd' })],
    [
      'what needs attention',
      '/overview',
      'GET /webhooks/health',
      () => screen.findByRole('link', { name: 'CRM' }),
    ],
  ])('%s stay in sight, and it is said that they may be old', async (_name, at, route, shown) => {
    const { refuse } = await open({ at });
    await shown();
    expect(screen.queryByText(AWAY)).toBeNull();
    refuse(route);
    expect(await notice()).toContain(AWAY);
    await shown();
    refuse();
    await later();
    await waitFor(() => expect(screen.queryByText(AWAY)).toBeNull(), NEXT_LOOK);
  });

  it('the numbers on the home page may be old too', async () => {
    const { refuse } = await open({ root: '', at: '/' });
    await screen.findByText('Durable Webhooks, last 24 hours');
    await screen.findByRole('link', { name: 'CRM' });
    refuse('GET /stats');
    expect(await notice()).toContain(AWAY);
    await screen.findByRole('link', { name: 'CRM' });
  });

  it('an empty list says so as well', async () => {
    const { refuse } = await open(
      { at: '/deliveries' },
      {
        ...EVERYTHING,
        'GET /deliveries': () => cursorPageOf([]),
      },
    );
    await screen.findByText(/^Nothing was sent yet/);
    refuse('GET /deliveries');
    expect(await notice()).toContain(AWAY);
  });

  it.each([
    ['no webhook', { total: 0, active: 0, paused: 0, disabled: 0 }, 'There is no webhook'],
    [
      'none that fits',
      { total: 1, active: 1, paused: 0, disabled: 0 },
      'No webhook fits the search and the filter.',
    ],
  ])('a list with %s says so as well', async (_name, count, words) => {
    const { refuse } = await open(
      { at: '/webhooks?status=paused' },
      {
        ...EVERYTHING,
        'GET /webhooks': () => pageOf([]),
        'GET /webhooks/count': () => answer(count),
      },
    );
    await screen.findByText(words);
    refuse('GET /webhooks');
    expect(await notice()).toContain(AWAY);
  });
});

describe('when something else is asked for, and that fails', () => {
  it('the numbers of the period before are not shown under its name', async () => {
    const { refuse } = await open({ at: '/overview' });
    await screen.findByText('24', { selector: 'dd' });
    refuse('GET /stats');
    await click('combobox', 'Period');
    await click('option', 'Last 7 days');
    await screen.findByText(AWAY);
    expect(screen.queryByText('24', { selector: 'dd' })).toBeNull();
    refuse();
    await click('button', 'Try again');
    await screen.findByText('168', { selector: 'dd' });
  });

  it('the deliveries that the filters before described are not shown as if they matched', async () => {
    const { refuse } = await open({ at: '/deliveries' });
    await screen.findByRole('table');
    refuse('GET /deliveries');
    await click('combobox', 'Time');
    await click('option', 'Last hour');
    await screen.findByText(AWAY);
    expect(screen.queryByRole('table')).toBeNull();
  });
});
