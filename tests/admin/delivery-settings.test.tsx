import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, webhook } from './helpers/samples';
import { click, fill } from './helpers/use';

const ANSWERS: Answers = {
  'GET /topics': () => answer([]),
  'GET /content-types': () => answer([]),
  'GET /defaults': () =>
    answer({
      retrySchedule: [60, 7200],
      timeoutMs: 15_000,
      concurrency: 16,
      maxConsecutiveFailures: 5,
      signatureFormats: ['standard-webhooks'],
      limits: { timeoutMs: 30_000, headers: 50 },
    }),
  'GET /webhooks/health': () => answer([]),
  'GET /webhooks/1': () => answer(webhook(1)),
  'PUT /webhooks/1': () => answer(webhook(1)),
};

const open = async () => {
  const api = await openPanel({ at: '/webhooks/1', answers: ANSWERS });
  await screen.findByRole('region', { name: 'Delivery' });
  return {
    attempted: () => api.to('PUT /webhooks/1'),
    saved: async () => {
      await click('button', 'Save');
      await screen.findByText('Saved');
      return api.to('PUT /webhooks/1').at(-1)?.data;
    },
  };
};
const section = () => within(screen.getByRole('region', { name: 'Delivery' }));
const choose = async (name: string, option: string) => {
  await userEvent.click(section().getByRole('combobox', { name }));
  await click('option', option);
};
const RETRY = 'When a delivery fails';

describe('when a delivery fails', () => {
  it('is told in words for each choice, and saved as it was told', async () => {
    const { saved } = await open();
    expect(section().getByText('As the project’s settings say:')).toBeTruthy();
    expect(
      section().getByText(
        '3 attempts: at once, then after 1 min and 2 hr. The last is about 2 hours after the first.',
      ),
    ).toBeTruthy();

    await choose(RETRY, 'Try again for three days (Standard Webhooks)');
    expect(section().queryByText('As the project’s settings say:')).toBeNull();
    expect(
      section().getByText(
        '10 attempts: at once, then after 5 sec, 5 min, 30 min, 2 hr, 5 hr, 10 hr, 14 hr, 20 hr, and 24 hr. The last is about 3.1 days after the first.',
      ),
    ).toBeTruthy();
    expect(await saved()).toMatchObject({
      retrySchedule: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
    });

    await choose(RETRY, 'Do not try again');
    expect(section().getByText('One attempt, and no other.')).toBeTruthy();
    expect(await saved()).toMatchObject({ retrySchedule: [] });
  });

  it('takes a schedule of one’s own, and tells what is wrong with it', async () => {
    const { saved, attempted } = await open();
    await choose(RETRY, 'Try again on a schedule of my own');
    const delays = section().getByLabelText('Delays');
    await fill(delays, '5s, soon');
    expect(section().queryByText(/attempts: at once/)).toBeNull();
    await userEvent.tab();
    expect(section().getByText(/^Write delays such as 5s, 5m, 2h, 1d: at most 50/)).toBeTruthy();
    await fill(delays, '5x');
    expect(section().queryByText(/^Write delays such as/)).toBeNull();
    await click('button', 'Save');
    await screen.findByText(/^Write delays such as 5s, 5m, 2h, 1d: at most 50/);
    await fill(delays, ' ');
    expect(section().queryByText('One attempt, and no other.')).toBeNull();
    await click('button', 'Save');
    await screen.findByText(/^Write at least one delay\. To have no second try, choose/);
    expect(attempted()).toEqual([]);
    await fill(delays, '90s, 1d');
    expect(
      section().getByText(
        '3 attempts: at once, then after 90 sec and 24 hr. The last is about 24 hours after the first.',
      ),
    ).toBeTruthy();
    expect(await saved()).toMatchObject({ retrySchedule: [90, 86_400] });
  });
});

describe('how much, how long and in which order', () => {
  it.each([
    ['Timeout in seconds', '999', 'From 0.1 to 30 seconds.', '30'],
    ['Requests at once', '-3', 'A whole number from 1 to 1,024.', '3'],
    ['Requests at once', '2.5', 'A whole number from 1 to 1,024.', '2'],
    [
      'Failures in a row until it is disabled',
      '1000001',
      'A whole number from 1 to 1,000,000.',
      '1000000',
    ],
  ])('%s: %s is refused when the field is left', async (name, wrong, words, right) => {
    const { saved, attempted } = await open();
    const field = section().getByLabelText(name);
    await fill(field, wrong);
    expect(section().queryByText(words)).toBeNull();
    await userEvent.tab();
    expect(section().getByText(words)).toBeTruthy();
    await click('button', 'Save');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(attempted()).toEqual([]);
    await fill(field, right);
    expect(section().queryByText(words)).toBeNull();
    await saved();
  });

  it('are explained at their fields, and saved', async () => {
    const { saved } = await open();
    for (const words of [
      'How long the receiver may take to answer.',
      'The most requests sent to this receiver at the same time.',
      /^Counts deliveries that failed for good; pings, tests and redeliveries do not count\. A disabled webhook loses nothing/,
      'Deliveries go out side by side. Their sequence number tells which is newer.',
    ]) {
      expect(section().getByText(words)).toBeTruthy();
    }
    await fill(section().getByLabelText('Timeout in seconds'), '2.5');
    await fill(section().getByLabelText('Requests at once'), '4');
    await fill(section().getByLabelText('Failures in a row until it is disabled'), '7');
    await choose('Order', 'One after the other for each document');
    expect(
      section().getByText(/^A later delivery of a document waits until the earlier one has ended/),
    ).toBeTruthy();
    expect(await saved()).toMatchObject({
      timeoutMs: 2500,
      concurrency: 4,
      maxConsecutiveFailures: 7,
      ordering: 'document',
    });
  });
});
