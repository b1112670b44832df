import { screen, waitFor } from '@testing-library/react';
import { ANSWERS } from './helpers/answers';
import { openPanel } from './helpers/panel';
import { click } from './helpers/use';

describe('the address of a webhook that does not exist', () => {
  it.each([
    ['abc', 0],
    ['-1', 0],
    ['999', 1],
  ])('%s says so and leads to the list', async (id, asked) => {
    const api = await openPanel({ at: `/webhooks/${id}`, answers: ANSWERS });
    await screen.findByText(/^There is no such webhook: it was deleted, or the address is wrong/);
    const paths = [`/webhooks/${id}`, '/webhooks/NaN'];
    expect(api.requests.filter(({ path }) => paths.includes(path))).toHaveLength(asked);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    await click('button', 'See the webhooks');
    await waitFor(() => expect(window.location.pathname).toMatch(/\/webhooks$/));
  });
});
