import { screen, waitFor } from '@testing-library/react';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery, pageOf, stats, webhook } from './helpers/samples';
import { click } from './helpers/use';

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
  'GET /webhooks/1': () => answer(webhook(1, { name: 'CRM' })),
  'GET /webhooks/count': () => answer({ total: 1, active: 1, paused: 0, disabled: 0 }),
  'GET /webhooks/health': () => answer([]),
  'GET /content-types': () => answer([]),
  'GET /topics': () => answer([]),
  'GET /defaults': () =>
    answer({
      retrySchedule: [60],
      timeoutMs: 15_000,
      concurrency: 16,
      maxConsecutiveFailures: 5,
      signatureFormats: ['woocommerce'],
      limits: { timeoutMs: 30_000, headers: 50 },
    }),
  'GET /deliveries': () => cursorPageOf([delivery('dlv_1')]),
  'GET /encryption': () => answer({ source: 'settings', canSave: true }),
  'GET /stats': () => answer(stats('hour', 24)),
};

const SCREENS: readonly [at: string, route: string, shown: () => Promise<unknown>][] = [
  ['/webhooks', 'GET /webhooks', () => screen.findByRole('link', { name: 'CRM' })],
  ['/webhooks/1', 'GET /webhooks/1', () => screen.findByRole('region', { name: 'Headers' })],
  ['/webhooks/create', 'GET /topics', () => screen.findByRole('region', { name: 'Headers' })],
  ['/deliveries', 'GET /deliveries', () => screen.findByRole('table')],
  ['/webhooks/1/deliveries', 'GET /deliveries', () => screen.findByRole('table')],
  ['/overview', 'GET /stats', () => screen.findByText('24', { selector: 'dd' })],
];

/** Answers that go wrong until they are mended. */
const breaking = (route: string, wrong: () => unknown) => {
  const state = { broken: true };
  const answers: Answers = {
    ...ANSWERS,
    [route]: (request) => (state.broken ? wrong() : ANSWERS[route]?.(request)),
  };
  return { answers, mend: () => void (state.broken = false) };
};

describe.each(SCREENS)('%s', (at, route, shown) => {
  it('says in words that it cannot be loaded, and shows it when that is over', async () => {
    const { answers, mend } = breaking(route, () => new Refusal(500, 'The database is away'));
    await openPanel({ at, answers });
    const words = await screen.findByText('The database is away');
    expect(words.closest('[role=alert]')).not.toBeNull();
    mend();
    await click('button', 'Try again');
    await shown();
    await waitFor(() => expect(screen.queryByText('The database is away')).toBeNull());
  });
});

it('is no blank page when the panel itself fails', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  // No answer of this version: what reads it throws.
  const wrong = { ...webhook(1), topics: null };
  const answers = { ...ANSWERS, 'GET /webhooks': () => ({ ...pageOf([]), data: [wrong] }) };
  await openPanel({ at: '/webhooks', answers });
  const retry = await screen.findByRole('button', { name: 'Try again' });
  log.mockRestore();
  expect(retry.closest('[role=alert]')?.textContent).toMatch(/^This part of the panel failed/);
  expect(screen.getByRole('link', { name: 'Deliveries' })).toBeTruthy();
});
