import { screen, waitFor, within } from '@testing-library/react';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { click } from './helpers/use';

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1), webhook(2), webhook(3)]),
  'GET /webhooks/count': () => answer({ total: 3, active: 3, paused: 0, disabled: 0 }),
  'GET /webhooks/health': () =>
    answer([health(1, 0, 5, 3), health(2, 0, 1999, 1), health(3, 0, 0, 0)]),
  'GET /content-types': () => answer([]),
};

it('says which share of a webhook succeeded, and 100% only of all', async () => {
  await openPanel({ at: '/webhooks', answers: ANSWERS });
  const row = async (name: string) => {
    const link = await screen.findByRole('link', { name });
    return within(link.closest('tr') ?? document.body);
  };
  expect((await row('w1')).getByText('62.5%')).toBeTruthy();
  expect((await row('w1')).getByText('5 of 8 succeeded')).toBeTruthy();
  expect((await row('w2')).getByText('99.9%')).toBeTruthy();
  expect((await row('w3')).queryByText(/%/)).toBeNull();
});

it('goes to the last page when the only webhook of the page behind it is deleted', async () => {
  let all = [1, 2, 3].map((id) => webhook(id));
  const answers: Answers = {
    ...ANSWERS,
    'GET /webhooks': ({ query }) => {
      const page = Number(query.get('pagination[page]'));
      const pageSize = Number(query.get('pagination[pageSize]'));
      const pageCount = Math.ceil(all.length / pageSize);
      return {
        data: all.slice((page - 1) * pageSize, page * pageSize),
        meta: { pagination: { page, pageSize, pageCount, total: all.length } },
      };
    },
    'DELETE /webhooks/3': () => {
      all = all.slice(0, 2);
      return answer(webhook(3));
    },
  };
  await openPanel({ at: '/webhooks?page=2&pageSize=2', answers });
  await click('button', 'Delete w3');
  const dialog = within(await screen.findByRole('alertdialog'));
  dialog.getByRole('button', { name: 'Delete' }).click();
  await screen.findByRole('link', { name: 'w2' });
  await waitFor(() => expect(new URLSearchParams(window.location.search).get('page')).toBe('1'));
  expect(screen.queryByText(/^No webhook fits/)).toBeNull();
});
