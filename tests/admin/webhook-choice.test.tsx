import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { click } from './helpers/use';

/** A list of three, from which those that are deleted are gone. */
const openList = async (answers: Answers = {}) => {
  let webhooks = [
    webhook(1, { name: 'CRM' }),
    webhook(2, { name: 'Search' }),
    webhook(3, { name: 'Shop', status: 'paused' }),
  ];
  await openPanel({
    at: '/webhooks',
    answers: {
      'GET /webhooks': () => pageOf(webhooks),
      'GET /webhooks/count': () => answer({ total: 3, active: 2, paused: 1, disabled: 0 }),
      'GET /webhooks/health': () => answer([]),
      'GET /content-types': () => answer([]),
      'POST /webhooks/1/pause': () => answer(webhook(1)),
      'POST /webhooks/3/resume': () => answer(webhook(3)),
      'DELETE /webhooks/2': () => {
        webhooks = webhooks.filter(({ id }) => id !== 2);
        return answer(webhook(2));
      },
      ...answers,
    },
  });
  await screen.findByRole('table');
};

const choose = async (...names: readonly string[]) => {
  for (const name of names) await click('checkbox', `Select ${name}`);
};
const chosen = () =>
  screen.getAllByRole('checkbox', { checked: true }).map((box) => box.getAttribute('aria-label'));
const answerDialog = async (name: string) => {
  const dialog = await screen.findByRole('alertdialog');
  await userEvent.click(within(dialog).getByRole('button', { name }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
};

describe('the webhooks that are chosen', () => {
  it('can be given up at once, and the search and the filter are back', async () => {
    await openList();
    await choose('CRM', 'Shop');
    expect(screen.queryByRole('combobox', { name: /Status/ })).toBeNull();
    await click('button', 'Clear the selection');
    expect(screen.queryAllByRole('checkbox', { checked: true })).toEqual([]);
    expect(screen.getByRole('combobox', { name: /Status/ })).toBeTruthy();
    const all = screen.getByRole('checkbox', { name: 'Select all webhooks on this page' });
    expect(document.activeElement).toBe(all);
  });

  it.each(['Pause', 'Resume', 'Delete'])('are still chosen when %s is cancelled', async (name) => {
    await openList();
    await choose('CRM', 'Shop');
    await click('button', name);
    await answerDialog('Cancel');
    expect(chosen()).toEqual(['Select CRM', 'Select Shop']);
    expect(screen.getByText('2 webhooks selected')).toBeTruthy();
  });

  it.each(['Pause', 'Resume'])('are not when %s is done', async (name) => {
    await openList();
    await choose('CRM', 'Shop');
    await click('button', name);
    await answerDialog(name);
    expect(screen.queryAllByRole('checkbox', { checked: true })).toEqual([]);
  });

  it('stay chosen while another one is deleted from its row, or is not', async () => {
    await openList();
    await choose('CRM', 'Search');
    await click('button', 'Delete Search');
    await answerDialog('Cancel');
    expect(chosen()).toEqual(['Select CRM', 'Select Search']);
    await click('button', 'Delete Search');
    await answerDialog('Delete');
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Search' })).toBeNull());
    expect(chosen()).toEqual(['Select CRM']);
    expect(screen.getByText('1 webhook selected')).toBeTruthy();
  });

  it('may lose more than was counted when they are deleted, and that is said', async () => {
    const capped = { ...health(3, 10_000), openCountIsCapped: true };
    await openList({ 'GET /webhooks/health': () => answer([capped]) });
    await choose('Shop');
    await click('button', 'Delete');
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getByText(/More than 10,000 held deliveries, and/)).toBeTruthy();
  });
});
