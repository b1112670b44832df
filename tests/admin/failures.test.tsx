import { screen, waitFor } from '@testing-library/react';
import { ANSWERS } from './helpers/answers';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, pageOf, stats, webhook } from './helpers/samples';
import { click } from './helpers/use';

const EVERYTHING: Answers = {
  ...ANSWERS,
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
    ...EVERYTHING,
    [route]: (request) => (state.broken ? wrong() : EVERYTHING[route]?.(request)),
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
  const answers = { ...EVERYTHING, 'GET /webhooks': () => ({ ...pageOf([]), data: [wrong] }) };
  await openPanel({ at: '/webhooks', answers });
  const retry = await screen.findByRole('button', { name: 'Try again' });
  log.mockRestore();
  expect(retry.closest('[role=alert]')?.textContent).toMatch(/^This part of the panel failed/);
  expect(screen.getAllByRole('link', { name: 'Deliveries' })).not.toEqual([]);
});
