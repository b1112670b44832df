import { screen, waitFor } from '@testing-library/react';
import { ANSWERS } from './helpers/answers';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { cursorPageOf, delivery } from './helpers/samples';
import { fill } from './helpers/use';

const open = async (query: string, answers: Answers = {}) => {
  const api = await openPanel({ at: `/deliveries${query}`, answers: { ...ANSWERS, ...answers } });
  await screen.findByRole('table');
  return api;
};

describe('what makes no sense in the address of deliveries', () => {
  it('leads to the first page when it is the page', async () => {
    const errors = [{ path: ['cursor'], message: 'must be the nextCursor of the page before' }];
    await open('?state=failed&cursor=nonsense', {
      'GET /deliveries': ({ query }) =>
        query.has('pagination[cursor]')
          ? new Refusal(400, 'Invalid', undefined, errors)
          : cursorPageOf([delivery('dlv_1')]),
    });
    expect(window.location.search).toBe('?state=failed');
  });

  it('goes with the next filter when it is a state', async () => {
    await open('?state=banana');
    await fill(screen.getByRole('textbox', { name: 'Document id' }), 'doc');
    await waitFor(() => expect(window.location.search).toBe('?entry=doc'));
  });
});
