import { screen, waitFor } from '@testing-library/react';
import { openPanel } from './helpers/panel';
import { answer, pageOf } from './helpers/samples';

const open = async (disabled: number) => {
  const api = await openPanel({
    at: '/webhooks',
    answers: {
      'GET /webhooks': () => pageOf([]),
      'GET /webhooks/health': () => answer([]),
      'GET /content-types': () => answer([]),
      'GET /webhooks/count': () => answer({ total: disabled, active: 0, paused: 0, disabled }),
    },
  });
  const link = await screen.findByRole('link', { name: 'Durable Webhooks' });
  await waitFor(() => expect(api.to('GET /webhooks/count')).not.toEqual([]));
  return link;
};
const drawnOn = (link: Element) =>
  link.querySelector('[data-count]')?.getAttribute('data-count') ?? null;
const said = () => screen.getAllByRole('status').flatMap(({ textContent }) => textContent || []);

describe('the link in the menu', () => {
  it.each([
    [1, '1', '1 webhook is disabled'],
    [9, '9', '9 webhooks are disabled'],
    [12, '9+', '12 webhooks are disabled'],
  ])('has a number when webhooks are disabled: %d', async (disabled, drawn, words) => {
    const link = await open(disabled);
    await waitFor(() => expect(drawnOn(link)).toBe(drawn));
    expect(said()).toEqual([words]);
    // The number must not change the name that Strapi gives the link.
    expect(screen.getByRole('link', { name: 'Durable Webhooks' })).toBe(link);
  });

  it('has none while all of them work', async () => {
    const link = await open(0);
    await screen.findByText('There is no webhook');
    expect(drawnOn(link)).toBeNull();
    expect(said()).toEqual([]);
  });
});
