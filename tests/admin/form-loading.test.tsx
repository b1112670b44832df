import { screen } from '@testing-library/react';
import { Refusal } from './helpers/api';
import { FORM_ANSWERS } from './helpers/form';
import { openPanel } from './helpers/panel';
import { answer, health } from './helpers/samples';

describe('the page of a webhook, while how it has been doing is still on its way', () => {
  it('shows nothing that would move when it comes', async () => {
    let finish = () => {};
    const slow = new Promise((resolve) => {
      finish = () => resolve(answer([health(1, 0)]));
    });
    const api = await openPanel({
      at: '/webhooks/1',
      answers: { ...FORM_ANSWERS, 'GET /webhooks/health': () => slow },
    });
    await screen.findByRole('heading', { name: 'CRM', level: 1 });
    await new Promise((resolve) => setTimeout(resolve));
    expect(api.to('GET /defaults')).toHaveLength(1);
    expect(screen.queryByRole('region', { name: 'Destination' })).toBeNull();
    finish();
    await screen.findByRole('region', { name: 'Destination' });
    expect(screen.getByText('Last delivery')).toBeTruthy();
  });

  it('shows the form where that cannot be told', async () => {
    await openPanel({
      at: '/webhooks/1',
      answers: { ...FORM_ANSWERS, 'GET /webhooks/health': () => new Refusal(500, 'away') },
    });
    expect(await screen.findByRole('region', { name: 'Destination' })).toBeTruthy();
  });
});
