import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANSWERS } from './helpers/answers';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, delivery } from './helpers/samples';
import { click } from './helpers/use';

const AWAY = 'The database is away';
const away = () => new Refusal(500, AWAY);

const open = (at: string, answers: Answers) =>
  openPanel({ at, answers: { ...ANSWERS, ...answers } });

describe('a request that fails', () => {
  it.each<[string, () => unknown, string | RegExp]>([
    [
      'without an answer',
      () => Promise.reject(new TypeError('Failed to fetch')),
      'Strapi cannot be reached. Check your connection, and that the server is running.',
    ],
    ['with 403', () => new Refusal(403, 'Forbidden'), 'Your role does not allow this.'],
    ['with 404', () => new Refusal(404, 'Not Found'), 'It does not exist any more.'],
    [
      'with 429',
      () => new Refusal(429, 'Too Many Requests', 'rate_exceeded'),
      'That was asked for too often. Wait a minute, then try again.',
    ],
    [
      'without a word',
      () => new Refusal(500, ''),
      'Something went wrong, and Strapi did not say what.',
    ],
    [
      'with faults that have no field here',
      () => new Refusal(400, '2 errors', undefined, [{ path: ['sort'], message: 'is unknown' }]),
      /sort: is unknown$/,
    ],
  ])('%s is told in words', async (_how, refuse, words) => {
    await open('/webhooks', { 'GET /webhooks': refuse });
    const text = await screen.findByText(words);
    expect(text.closest('[role=alert]')).not.toBeNull();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('a part of a screen that fails', () => {
  it('is told of in an opened delivery, which can be tried again', async () => {
    let broken = true;
    await open('/deliveries?open=dlv_1', {
      'GET /deliveries/dlv_1': () =>
        broken
          ? away()
          : answer({ ...delivery('dlv_1'), body: '{}', attempts: [], payloadsHidden: false }),
    });
    const words = await screen.findByText(AWAY);
    expect(words.closest('tr')?.id).toBe('delivery-dlv_1');
    broken = false;
    await click('button', 'Try again');
    await screen.findByRole('button', { name: 'Copy the payload' });
    expect(screen.queryByText(AWAY)).toBeNull();
  });

  it('is told of where what would be recovered cannot be counted, and nothing can be sent', async () => {
    await open('/deliveries', { 'POST /deliveries/replay': away });
    await click('button', 'Recover since…');
    const dialog = within(await screen.findByRole('dialog'));
    await dialog.findByText(AWAY);
    const send = dialog.getByRole('button', { name: 'Send again' });
    expect(send.hasAttribute('disabled')).toBe(true);
  });

  it('is told of where a test was not sent, which can be tried again', async () => {
    const api = await open('/webhooks/1', { 'POST /webhooks/1/trigger': away });
    await click('button', 'Trigger a test');
    const test = within(await screen.findByRole('region', { name: 'Test' }));
    await test.findByText(AWAY);
    await userEvent.click(test.getByRole('button', { name: 'Try again' }));
    await test.findByText(AWAY);
    expect(api.to('POST /webhooks/1/trigger')).toHaveLength(2);
  });

  it('is told of where a secret is not revealed', async () => {
    await open('/webhooks/1', {
      'POST /webhooks/1/secret/reveal': () => new Refusal(409, 'sealed', 'secret_unreadable'),
    });
    await click('button', 'Reveal');
    await screen.findByText(/^Its secret cannot be read with any of the encryption keys/);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is told of where a webhook is not deleted, and it stays', async () => {
    await open('/webhooks', { 'DELETE /webhooks/1': away });
    await click('button', 'Delete CRM');
    const dialog = within(await screen.findByRole('alertdialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Delete' }));
    await screen.findByText(AWAY);
    expect(screen.getByRole('link', { name: 'CRM', hidden: true })).toBeTruthy();
  });
});
