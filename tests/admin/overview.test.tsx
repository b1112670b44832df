import { screen } from '@testing-library/react';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, pageOf, stats } from './helpers/samples';
import { click } from './helpers/use';

const HOUR = 3_600_000;

/** The number of all deliveries, which the server makes the hours that it was asked for. */
const total = (hours: number) => screen.findByText(String(hours), { selector: 'dd' });

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([]),
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
