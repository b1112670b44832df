import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { DefaultsView } from '../../server/src/contracts/defaults';
import { createWebhookSchema } from '../../server/src/contracts/webhook';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, webhook } from './helpers/samples';
import { click, fill } from './helpers/use';

const DEFAULTS: DefaultsView = {
  retrySchedule: [60],
  timeoutMs: 15_000,
  concurrency: 16,
  maxConsecutiveFailures: 5,
  signatureFormats: ['standard-webhooks'],
  limits: { timeoutMs: 30_000, headers: 50 },
};
const ROTATED = { ...webhook(1), secret: 'whsec_new', standardSecret: 'whsec_new' };

const ANSWERS: Answers = {
  'GET /topics': () => answer([]),
  'GET /content-types': () => answer([]),
  'GET /defaults': () => answer(DEFAULTS),
  'GET /webhooks/health': () => answer([]),
  'GET /webhooks/1': () => answer(webhook(1)),
  'POST /webhooks': () =>
    answer({ ...webhook(1), secret: 'whsec_abc', standardSecret: 'whsec_abc' }),
  'POST /webhooks/1/secret/rotate': () => answer(ROTATED),
};

const open = async (at: string, answers: Answers = {}) => {
  const api = await openPanel({ at, answers: { ...ANSWERS, ...answers } });
  await screen.findByRole('region', { name: 'Signing' });
  return api;
};
const signing = () => within(screen.getByRole('region', { name: 'Signing' }));
const formats = () => signing().getByRole('combobox', { name: 'Signature' });
const create = async () => {
  await fill(screen.getByLabelText(/^URL/), 'https://example.com/hook');
  await click('button', 'Create');
};

describe('the signature of a webhook', () => {
  it.each([
    [
      'Standard Webhooks and WooCommerce',
      /^Every request carries both signatures/,
      ['woocommerce', 'standard-webhooks'],
      /^It verifies the Standard Webhooks signature/,
    ],
    [
      'WooCommerce',
      /^Header X-WC-Webhook-Signature, for receivers made for WooCommerce/,
      ['woocommerce'],
      /^It verifies the WooCommerce signature/,
    ],
    [
      'Standard Webhooks',
      /^Headers webhook-id, webhook-timestamp and webhook-signature\. Old requests cannot/,
      ['standard-webhooks'],
      /^It verifies the Standard Webhooks signature/,
    ],
  ])('%s is explained, sent, and what the code verifies', async (name, hint, sent, code) => {
    const signatureFormats = [name === 'WooCommerce' ? 'standard-webhooks' : 'woocommerce'];
    const api = await open('/webhooks/create?start=generic', {
      'GET /defaults': () => answer({ ...DEFAULTS, signatureFormats }),
    });
    expect(formats().textContent).toBe('As the project’s settings say');
    await userEvent.click(formats());
    await click('option', name);
    expect(signing().getByText(hint)).toBeTruthy();
    await screen.findByText(code);
    await create();
    await screen.findByText('whsec_abc');
    expect(api.to('POST /webhooks').at(-1)?.data).toMatchObject({ signatureFormats: sent });
  });
});

describe('a secret of one’s own', () => {
  it('is typed out of sight, must be long enough, and is sent', async () => {
    const api = await open('/webhooks/create?start=generic');
    expect(signing().queryByLabelText('Secret')).toBeNull();
    await click('checkbox', /^Use a secret of my own/);
    const field = signing().getByLabelText<HTMLInputElement>('Secret');
    expect(field.type).toBe('password');
    expect(signing().getByText(/^At least 16 characters, or whsec_/)).toBeTruthy();
    await fill(field, 'too short');
    await create();
    await screen.findByText('It must have at least 16 characters.');
    expect(api.to('POST /webhooks')).toEqual([]);
    await click('button', 'Show what was typed');
    expect(field.type).toBe('text');
    await click('button', 'Hide what was typed');
    expect(field.type).toBe('password');
    await fill(field, 'a-secret-of-16-c');
    await click('button', 'Create');
    await screen.findByText('whsec_abc');
    expect(api.to('POST /webhooks').at(-1)?.data).toMatchObject({ secret: 'a-secret-of-16-c' });
  });

  it('is asked for where somebody said to have one', async () => {
    const api = await open('/webhooks/create?start=generic');
    await click('checkbox', /^Use a secret of my own/);
    await create();
    await screen.findByText('Write a secret, or untick the box to have one made.');
    expect(api.to('POST /webhooks')).toEqual([]);
  });

  it('is not sent when somebody thinks better of it', async () => {
    const api = await open('/webhooks/create?start=generic');
    await click('checkbox', /^Use a secret of my own/);
    await fill(signing().getByLabelText('Secret'), 'a-secret-of-16-c');
    await click('checkbox', /^Use a secret of my own/);
    await create();
    await screen.findByText('whsec_abc');
    expect(api.to('POST /webhooks').at(-1)?.data).not.toHaveProperty('secret');
  });
});

describe('a webhook that nobody named', () => {
  it('gets a name in the language of the panel', async () => {
    const api = await open('/webhooks/create?start=generic');
    await create();
    await screen.findByText('whsec_abc');
    const sent = createWebhookSchema.parse(api.to('POST /webhooks').at(-1)?.data);
    expect(sent.name).toMatch(/^Webhook created on \w+ \d+, \d{4}/);
  });
});

describe('rotating the secret', () => {
  const openDialog = async (answers: Answers = {}) => {
    const api = await open('/webhooks/1', answers);
    await click('button', 'Rotate');
    const dialog = within(await screen.findByRole('dialog', { name: 'Rotate the secret' }));
    return { dialog, sent: () => api.to('POST /webhooks/1/secret/rotate').map(({ data }) => data) };
  };
  const HOUR = 3_600_000;

  it.each([
    [null, '24 hours', 24],
    ['Not at all', 'Not at all', 0],
    ['1 hour', '1 hour', 1],
    ['7 days', '7 days', 168],
    ['30 days', '30 days', 720],
  ])('chosen %j, it says until when the old one signs too: %s', async (option, shown, hours) => {
    const { dialog, sent } = await openDialog();
    const overlap = dialog.getByRole('combobox', { name: 'The old secret also signs for' });
    if (option !== null) {
      await userEvent.click(overlap);
      await click('option', option);
    }
    expect(overlap.textContent).toBe(shown);
    const hint = dialog.queryByText(/^Until .*\.$/)?.textContent;
    if (hours === 0) {
      expect(hint).toBeUndefined();
      expect(
        dialog.getByText('Receivers that still have the old secret refuse requests from now on.'),
      ).toBeTruthy();
    } else {
      // Written as "Jan 10, 2026, 3:04 PM": the minute is the finest.
      const end = Date.parse(hint?.replace('Until ', '').replace(/\.$/, '') ?? '');
      expect(Math.abs(end - Date.now() - hours * HOUR)).toBeLessThan(2 * 60_000);
    }
    await userEvent.click(dialog.getByRole('button', { name: 'Rotate' }));
    await screen.findByText('whsec_new');
    expect(screen.getByRole('dialog', { name: 'The new secret' })).toBeTruthy();
    expect(sent()).toEqual([{ overlapHours: hours }]);
  });

  it('takes a secret of one’s own, and tells at its field what is wrong with it', async () => {
    let refused = true;
    const { dialog, sent } = await openDialog({
      'POST /webhooks/1/secret/rotate': () =>
        refused
          ? new Refusal(400, 'invalid', undefined, [
              { path: ['secret'], message: 'the server dislikes it' },
            ])
          : answer(ROTATED),
    });
    const field = dialog.getByLabelText<HTMLInputElement>('New secret');
    expect(field.type).toBe('password');
    await fill(field, 'short');
    await userEvent.click(dialog.getByRole('button', { name: 'Rotate' }));
    await dialog.findByText('It must have at least 16 characters.');
    expect(sent()).toEqual([]);
    await fill(field, 'a-secret-of-16-b');
    expect(dialog.queryByText('It must have at least 16 characters.')).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Rotate' }));
    await dialog.findByText('the server dislikes it');
    refused = false;
    await fill(field, 'a-secret-of-16-c');
    expect(dialog.queryByText('the server dislikes it')).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Rotate' }));
    await screen.findByText('whsec_new');
    expect(sent().at(-1)).toEqual({ overlapHours: 24, secret: 'a-secret-of-16-c' });
  });
});

describe('a webhook that sends the WooCommerce signature alone', () => {
  it.each([
    ['by its own choice', ['woocommerce'], ['standard-webhooks']],
    ['by the settings', null, ['woocommerce']],
  ] as const)('%s is promised no time with two secrets', async (_how, own, usual) => {
    const one = webhook(1, {
      signatureFormats: own === null ? null : [...own],
      previousSecretExpiresAt: '2026-03-04T15:30:00.000Z',
    });
    const api = await open('/webhooks/1', {
      'GET /webhooks/1': () => answer(one),
      'GET /defaults': () => answer({ ...DEFAULTS, signatureFormats: [...usual] }),
    });
    expect(signing().queryByText(/^The old secret signs too/)).toBeNull();
    await click('button', 'Rotate');
    const dialog = within(await screen.findByRole('dialog', { name: 'Rotate the secret' }));
    expect(dialog.queryByRole('combobox')).toBeNull();
    expect(
      dialog.getByText(/one secret, the new one\. Receivers that still have the old secret refuse/),
    ).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Rotate' }));
    await screen.findByText('whsec_new');
    const sent = api.to('POST /webhooks/1/secret/rotate').map(({ data }) => data);
    expect(sent).toEqual([{ overlapHours: 0 }]);
  });
});

describe('an old secret that still signs', () => {
  const previousSecretExpiresAt = '2026-03-04T15:30:00.000Z';

  it('is told of with its end, and can be ended now by those who confirm it', async () => {
    let one = webhook(1, { previousSecretExpiresAt });
    const api = await open('/webhooks/1', {
      'GET /webhooks/1': () => answer(one),
      'POST /webhooks/1/secret/rotate': () => {
        one = webhook(1);
        return answer(one);
      },
    });
    expect(signing().getByText(/^The old secret signs too, until Mar 4, 2026/)).toBeTruthy();
    const sent = () => api.to('POST /webhooks/1/secret/rotate').map(({ data }) => data);
    const ask = async () => {
      await click('button', 'End the old secret now');
      return within(await screen.findByRole('alertdialog', { name: 'End the old secret now?' }));
    };
    const first = await ask();
    expect(
      first.getByText(/^A receiver that still uses it refuses .* This cannot be undone\.$/),
    ).toBeTruthy();
    await userEvent.click(first.getByRole('button', { name: 'Cancel' }));
    expect(sent()).toEqual([]);
    const again = await ask();
    await userEvent.click(again.getByRole('button', { name: 'End the old secret now' }));
    await screen.findByText('The old secret does not sign any more');
    expect(sent()).toEqual([{ endPrevious: true }]);
    await waitFor(() => expect(signing().queryByText(/^The old secret signs too/)).toBeNull());
  });
});
