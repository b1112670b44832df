import { screen } from '@testing-library/react';
import { ANSWERS } from './helpers/answers';
import { ownClock, pass } from './helpers/clock';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery } from './helpers/samples';

const UNDER_WAY = delivery('dlv_1', {
  state: 'succeeded',
  inFlight: true,
  attemptCount: 2,
  lastStatusCode: 302,
  lastError: 'HTTP 500',
});
const ENDED = { ...UNDER_WAY, inFlight: false, lastStatusCode: 200, lastError: null };

const open = (deliveries: () => unknown, query = '') =>
  openPanel({
    at: `/deliveries${query}`,
    answers: {
      ...ANSWERS,
      'GET /deliveries': deliveries,
      'GET /deliveries/dlv_1': () =>
        answer({ ...ENDED, attempts: [], body: null, payloadsHidden: false }),
    },
  });

describe('a delivery that is sent again just now', () => {
  ownClock();

  it('tells of the attempt under way, and not of the one before', async () => {
    await open(() => cursorPageOf([UNDER_WAY]));
    await screen.findByText('Attempt 2');
    expect(screen.getByText('Sending')).toBeTruthy();
    expect(screen.getByText('Being sent now')).toBeTruthy();
    expect(screen.queryByText(/^302 ·/)).toBeNull();
    expect(screen.queryByText('Redirect, not followed')).toBeNull();
    expect(screen.queryByText(/It had arrived before/)).toBeNull();
  });

  it('is asked about again at once, and not at the next turn of the list', async () => {
    let asked = 0;
    await open(() => {
      asked += 1;
      return cursorPageOf([asked === 1 ? UNDER_WAY : ENDED]);
    });
    await screen.findByText('Attempt 2');
    await pass(2000);
    expect(screen.getByText('200 · 2 attempts')).toBeTruthy();
  });
});

it('a delivery that was discarded and tried again tells of both', async () => {
  const tried = delivery('dlv_1', { state: 'discarded', discardReason: 'held_too_long' });
  await open(() => cursorPageOf([tried, { ...tried, id: 'dlv_2', attemptCount: 0 }]));
  await screen.findByRole('table');
  expect(screen.getAllByText('Held for too long')).toHaveLength(2);
  expect(screen.getAllByText('500 · 1 attempt')).toHaveLength(1);
});

it.each([
  ['entry', { title: 'Autumn collection', slug: 'autumn' }],
  ['media', { id: 1, name: 'Autumn collection' }],
])('the details of a delivery name the %s that it is about', async (kind, subject) => {
  const body = JSON.stringify({ event: 'any', [kind]: subject });
  await openPanel({
    at: '/deliveries?open=dlv_1',
    answers: {
      ...ANSWERS,
      'GET /deliveries': () => cursorPageOf([delivery('dlv_1')]),
      'GET /deliveries/dlv_1': () =>
        answer({ ...delivery('dlv_1'), attempts: [], body, payloadsHidden: false }),
    },
  });
  const title = await screen.findByText('Title', { selector: 'dt' });
  expect(title.nextElementSibling?.textContent).toBe('Autumn collection');
});

it.each([
  ['succeeded', 'Last arrived'],
  ['failed', 'Given up'],
  ['discarded', 'Discarded'],
] as const)('the moment at which a delivery %s has a name', async (state, name) => {
  await openPanel({
    at: '/deliveries?open=dlv_1',
    answers: {
      ...ANSWERS,
      'GET /deliveries': () => cursorPageOf([delivery('dlv_1', { state })]),
      'GET /deliveries/dlv_1': () =>
        answer({
          ...delivery('dlv_1', { state }),
          attempts: [],
          body: null,
          payloadsHidden: false,
        }),
    },
  });
  const title = await screen.findByText(name, { selector: 'dt' });
  expect(title.nextElementSibling?.textContent).toMatch(/Jan 1\d, 2026/);
});
