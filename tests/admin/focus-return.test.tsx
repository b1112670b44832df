import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANSWERS } from './helpers/answers';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { click, fill } from './helpers/use';

const PAUSED = webhook(1, { name: 'CRM', status: 'paused' });
const SECRET = { secret: 'whsec_own', standardSecret: 'whsec_own', previous: [] };

const open = (at: string) =>
  openPanel({
    at,
    answers: {
      ...ANSWERS,
      'GET /webhooks': () => pageOf([PAUSED]),
      'GET /webhooks/1': () => answer(PAUSED),
      'GET /webhooks/health': () => answer([health(1, 3)]),
      'POST /deliveries/replay': () => answer({ matched: 0, limit: 100, dryRun: true }),
      'POST /webhooks': () => answer({ ...PAUSED, ...SECRET }),
      'POST /webhooks/1/secret/reveal': () => answer(SECRET),
      'POST /webhooks/1/secret/rotate': () => answer({ ...PAUSED, ...SECRET }),
    },
  });

describe('a dialog that is given up gives the focus back', () => {
  it.each([
    ['rotate', 'dialog', '/webhooks/1', 'button', 'Rotate'],
    ['reveal', 'dialog', '/webhooks/1', 'button', 'Reveal'],
    ['delete, on its page', 'alertdialog', '/webhooks/1', 'button', 'Delete'],
    ['resume, on its page', 'alertdialog', '/webhooks/1', 'switch', 'Resume CRM'],
    ['delete, in the list', 'alertdialog', '/webhooks', 'button', 'Delete CRM'],
    ['resume, in the list', 'alertdialog', '/webhooks', 'switch', 'Resume CRM'],
    ['recover', 'dialog', '/deliveries', 'button', 'Recover since…'],
  ] as const)('%s', async (_name, dialog, at, role, name) => {
    await open(at);
    await click(role, name);
    await screen.findByRole(dialog);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole(dialog)).toBeNull());
    const opener = screen.getByRole(role, { name });
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('and so does the secret that a rotation shows', async () => {
    await open('/webhooks/1');
    await click('button', 'Rotate');
    const dialog = await screen.findByRole('dialog');
    const [confirm] = [...dialog.querySelectorAll('button')].filter(
      (one) => one.textContent === 'Rotate',
    );
    await userEvent.click(confirm ?? dialog);
    await click('button', 'I have stored it');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const opener = screen.getByRole('button', { name: 'Rotate' });
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('the secret of a new webhook gives it to the title of its page', async () => {
    await open('/webhooks/create?start=generic');
    await fill(await screen.findByLabelText(/^URL/), 'https://example.com/hook');
    await click('button', 'Create');
    await screen.findByRole('dialog', { name: 'Your webhook’s secret' });
    await screen.findByRole('button', { name: 'Rotate', hidden: true });
    await click('button', 'I have stored it');
    const title = await screen.findByRole('heading', { level: 1, name: 'CRM' });
    await waitFor(() => expect(document.activeElement).toBe(title));
  });
});
