import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANSWERS } from './helpers/answers';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery, pageOf, webhook } from './helpers/samples';
import { at, click } from './helpers/use';

const KEPT = delivery('dlv_kept');
const LOST = delivery('dlv_lost', {
  webhookId: 4,
  webhookName: 'Old shop',
  state: 'held',
  finishedAt: null,
});

const open = async (path: string, answers: Answers = {}) => {
  const api = await openPanel({
    at: path,
    answers: {
      ...ANSWERS,
      'GET /deliveries': () => cursorPageOf([KEPT, LOST]),
      'GET /deliveries/dlv_lost': () =>
        answer({ ...LOST, attempts: [], body: null, payloadsHidden: false }),
      ...answers,
    },
  });
  await screen.findByRole('table');
  return api;
};
const rowOf = (name: string) => {
  const row = screen.getByText(name, { selector: 'td *' }).closest('tr');
  if (row === null) throw new Error(`${name} stands in no row`);
  return within(row);
};

describe('a delivery whose webhook was deleted', () => {
  it('says so, and what becomes of it, and is not offered to be sent again', async () => {
    await open('/deliveries');
    const lost = rowOf('Old shop (deleted)');
    expect(lost.getByText('Will be discarded: its webhook was deleted')).toBeTruthy();
    expect(lost.queryByRole('button', { name: /^Redeliver/ })).toBeNull();
    expect(lost.queryByRole('checkbox')).toBeNull();
    expect(rowOf('CRM').getByRole('button', { name: /^Redeliver/ })).toBeTruthy();
  });

  it('is left out where all are chosen', async () => {
    await open('/deliveries');
    await click('checkbox', 'Select all on this page');
    await screen.findByText('1 delivery selected');
    const all = screen.getByRole('checkbox', { name: 'Select all on this page' });
    expect(all.getAttribute('aria-checked')).toBe('true');
  });

  it('has no link to it among its facts', async () => {
    await open('/deliveries?open=dlv_lost');
    await screen.findByText('dlv_lost', { selector: 'dd' });
    const names = screen.getAllByText('Old shop (deleted)', { selector: 'dd' });
    expect(names).toHaveLength(1);
    expect(within(at(names, 0)).queryByRole('link')).toBeNull();
    expect(screen.getAllByText('Will be discarded: its webhook was deleted')).toHaveLength(2);
  });

  it('can be filtered for, with its name in the filter and in the recovery', async () => {
    await open('/deliveries?webhook=4');
    const filter = screen.getByRole('combobox', { name: 'Webhook' });
    expect(filter.textContent).toBe('Old shop (deleted)');
    await click('button', 'Recover since…');
    const dialog = within(await screen.findByRole('dialog'));
    const chosen = dialog.getByRole('combobox', { name: 'Webhook' });
    expect(chosen.textContent).toBe('Old shop (deleted)');
  });

  it('can be chosen in the filter while a delivery of it is in sight', async () => {
    const api = await open('/deliveries');
    await click('combobox', 'Webhook');
    await click('option', 'Old shop (deleted)');
    await waitFor(() =>
      expect(api.to('GET /deliveries').at(-1)?.query.get('filters[webhookId]')).toBe('4'),
    );
  });

  it('has a page that offers and promises nothing', async () => {
    await open('/webhooks/4/deliveries', { 'GET /deliveries': () => cursorPageOf([LOST]) });
    await screen.findByRole('heading', { name: 'Deliveries of Old shop (deleted)' });
    expect(screen.queryByRole('button', { name: 'Recover since…' })).toBeNull();
    expect(screen.queryByText('New deliveries appear here by themselves.')).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('leaves nothing to choose where no other is in sight', async () => {
    await open('/deliveries', { 'GET /deliveries': () => cursorPageOf([LOST]) });
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.getByText('New deliveries appear here by themselves.')).toBeTruthy();
  });

  it('is called by its number where no delivery knows its name', async () => {
    await open('/deliveries?webhook=5');
    const filter = screen.getByRole('combobox', { name: 'Webhook' });
    expect(filter.textContent).toBe('Webhook 5 (deleted or unknown)');
  });

  it('leads back to the list, where the others of it are shown', async () => {
    await open('/webhooks/4/deliveries');
    await screen.findByRole('heading', { name: 'Deliveries of Old shop (deleted)' });
    await userEvent.click(screen.getByRole('link', { name: 'See the webhooks' }));
    await waitFor(() => expect(window.location.pathname).toMatch(/\/webhooks$/));
  });
});

describe('a delivery of a webhook that is newer than the names', () => {
  it('is asked about before it counts as deleted for long', async () => {
    let asked = 0;
    await open('/deliveries', {
      'GET /webhooks': () => {
        asked += 1;
        const first = webhook(1, { name: 'CRM' });
        return pageOf(asked === 1 ? [first] : [first, webhook(4, { name: 'Shop' })]);
      },
    });
    await screen.findByText('Shop', { selector: 'td *' });
    expect(rowOf('Shop').getByText('Waits until the webhook is active')).toBeTruthy();
  });
});
