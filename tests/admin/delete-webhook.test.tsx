import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { PERMISSIONS } from '../../server/src/contracts/permission';
import { Refusal, type Answers } from './helpers/api';
import { FORM_ANSWERS, SAVED } from './helpers/form';
import { openPanel, type Opening } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { at, click, fill } from './helpers/use';

const MANAGED = webhook(2, { name: 'Cache', managedBy: 'config', key: 'cache' });

const ANSWERS: Answers = {
  ...FORM_ANSWERS,
  'GET /webhooks': () => pageOf([webhook(2, { name: 'Shop' })]),
  'GET /webhooks/count': () => answer({ total: 1, active: 1, paused: 0, disabled: 0 }),
  'GET /webhooks/health': () => answer([health(1, 3)]),
  'GET /webhooks/2': () => answer(MANAGED),
  'DELETE /webhooks/1': () => answer(SAVED),
};

const open = async (at: string, answers: Answers = {}, opening: Partial<Opening> = {}) => {
  const api = await openPanel({ at, answers: { ...ANSWERS, ...answers }, ...opening });
  await screen.findByRole('region', { name: 'Headers' });
  return api;
};
const dialog = async () => within(await screen.findByRole('alertdialog'));
const isOpen = () => screen.queryByRole('alertdialog') !== null;

describe('the button that deletes, on the page of a webhook', () => {
  it('says what goes with it, deletes it, and leads to the list', async () => {
    const api = await open('/webhooks/1');
    await click('button', 'Delete');
    const asked = await dialog();
    expect(asked.getByText('Delete “CRM”?')).toBeTruthy();
    expect(asked.getByText(/^“CRM” is removed for good\..* are discarded\./)).toBeTruthy();
    expect(api.to('DELETE /webhooks/1')).toHaveLength(0);
    await userEvent.click(asked.getByRole('button', { name: 'Delete' }));
    await screen.findByRole('link', { name: 'Shop' });
    await screen.findByText('Webhook deleted');
    expect(api.to('DELETE /webhooks/1')).toHaveLength(1);
    expect(isOpen()).toBe(false);
  });

  it('does not ask what becomes of changes to what is no more', async () => {
    await open('/webhooks/1');
    await fill(screen.getByLabelText('Name', { selector: '[name=name]' }), 'Mine');
    await click('button', 'Delete');
    await userEvent.click((await dialog()).getByRole('button', { name: 'Delete' }));
    await screen.findByRole('link', { name: 'Shop' });
    expect(isOpen()).toBe(false);
  });

  it('leaves the form as it is where nothing was deleted', async () => {
    const refuse = () => new Refusal(409, 'in the words of the server');
    const api = await open('/webhooks/1', { 'DELETE /webhooks/1': refuse });
    const name = screen.getByLabelText<HTMLInputElement>('Name', { selector: '[name=name]' });
    await fill(name, 'Mine');
    await click('button', 'Delete');
    await userEvent.click((await dialog()).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(isOpen()).toBe(false));
    expect(api.to('DELETE /webhooks/1')).toHaveLength(0);
    await click('button', 'Delete');
    await userEvent.click((await dialog()).getByRole('button', { name: 'Delete' }));
    await screen.findByText('in the words of the server');
    expect(name.value).toBe('Mine');
    // Leaving is still asked about.
    await userEvent.click(at(screen.getAllByRole('link', { name: 'Deliveries' }), 0));
    await dialog();
  });

  it.each([
    ['managed in code', '/webhooks/2', PERMISSIONS],
    [
      'not to be deleted by this role',
      '/webhooks/1',
      PERMISSIONS.filter((one) => one !== 'webhooks.delete'),
    ],
  ])('is not there where the webhook is %s', async (_name, at, permissions) => {
    await open(at, {}, { permissions });
    expect(screen.getByRole('button', { name: 'Trigger a test' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  });
});
