import { screen, within } from '@testing-library/react';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { click } from './helpers/use';

const CRM = webhook(1, { name: 'CRM', status: 'paused' });
const CACHE = webhook(2, { name: 'Cache', managedBy: 'config', key: 'cache' });

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([CRM, CACHE]),
  'GET /webhooks/count': () => answer({ total: 2, active: 1, paused: 1, disabled: 0 }),
  'GET /webhooks/health': () => answer([health(1, 0), health(2, 0)]),
  'GET /content-types': () => answer([]),
  'POST /webhooks/1/resume': () => answer({ ...CRM, status: 'active' }),
  'POST /webhooks/2/pause': () => answer({ ...CACHE, status: 'paused' }),
};

const open = async () => {
  const api = await openPanel({ at: '/webhooks', answers: ANSWERS });
  await screen.findByRole('table');
  return api;
};
const rowOf = (name: string) =>
  within(screen.getByRole('link', { name }).closest('tr') ?? document.body);

describe('what the row of a webhook offers', () => {
  it('a webhook that is managed in code is paused there, and cannot be deleted', async () => {
    const api = await open();
    expect(rowOf('CRM').getByRole('button', { name: 'Delete CRM' })).toBeTruthy();
    expect(rowOf('Cache').getByText('Managed in code')).toBeTruthy();
    expect(rowOf('Cache').queryByRole('button', { name: /Delete/ })).toBeNull();
    await click('switch', 'Pause Cache');
    await screen.findByText(/^Webhook paused/);
    expect(api.to('POST /webhooks/2/pause')).toHaveLength(1);
  });

  it('one for which nothing is held is resumed at once, without a question', async () => {
    const api = await open();
    await click('switch', 'Resume CRM');
    await screen.findByText('Webhook active again');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(api.to('POST /webhooks/1/resume').map(({ data }) => data)).toEqual([
      { held: 'deliver' },
    ]);
  });
});
