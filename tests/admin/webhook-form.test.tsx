import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MASK } from '../../server/src/domain/rules/mask';
import { Refusal, type Answers } from './helpers/api';
import { openForm, SAVED } from './helpers/form';
import { answer, webhook } from './helpers/samples';
import { click, fill, pressUntil } from './helpers/use';

const MANAGED = webhook(2, { name: 'Cache', managedBy: 'config', key: 'cache' });

const open = (path: string, answers: Answers = {}) =>
  openForm(path, {
    'GET /webhooks/2': () => answer(MANAGED),
    'POST /webhooks/2/pause': () => answer({ ...MANAGED, status: 'paused' }),
    'POST /webhooks': () => answer({ ...SAVED, secret: 'whsec_abc', standardSecret: 'whsec_abc' }),
    ...answers,
  });

describe('what holds where nothing is chosen', () => {
  it("is what this project's settings say", async () => {
    await open('/webhooks/create');
    expect(screen.getByText('WooCommerce, as the project’s settings say.')).toBeTruthy();
    expect(
      screen.getByText(
        /^Fields that follow .* \(config\/server or config\/plugins\)\. A developer changes them/,
      ),
    ).toBeTruthy();
    expect(screen.getByText(/^3 attempts: at once, then after 1 min/)).toBeTruthy();
    for (const usual of [20, 3, 9]) {
      expect(screen.getByPlaceholderText(`${usual} (project setting)`)).toBeTruthy();
    }
    expect(await screen.findByText(/It verifies the WooCommerce signature/)).toBeTruthy();
  });

  it('also says how many headers there may be', async () => {
    await open('/webhooks/create');
    for (let count = 0; count < 3; count += 1) await click('button', 'Add a header');
    const add = screen.getByRole<HTMLButtonElement>('button', { name: 'Add a header' });
    expect(add.disabled).toBe(true);
  });
});

describe('the ping of a new webhook', () => {
  const words = 'As soon as it is created, a signed ping goes to its URL.';

  it('is told of before it is created', async () => {
    await open('/webhooks/create');
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('is no matter of one that exists', async () => {
    await open('/webhooks/1');
    expect(screen.queryByText(words)).toBeNull();
  });
});

describe('a webhook that was changed elsewhere', () => {
  const name = () => screen.getByLabelText<HTMLInputElement>(/^Name/, { selector: '[name=name]' });

  it.each([
    ['webhook_conflict', /^Somebody else has changed this webhook/],
    ['webhook_managed', /defined in the project’s settings/],
    [undefined, 'in the words of the server'],
  ])('is not saved, with the reason in words: %s', async (code, words) => {
    const refuse = () => new Refusal(409, 'in the words of the server', code);
    await open('/webhooks/1', { 'PUT /webhooks/1': refuse });
    await fill(name(), 'Mine');
    await click('button', 'Save');
    await screen.findByText(words);
    expect(name().value).toBe('Mine');
  });

  it('keeps what is typed, and does not pass over the change', async () => {
    let saved = SAVED;
    const api = await open('/webhooks/1', {
      'GET /webhooks/1': () => answer(saved),
      'POST /webhooks/1/pause': () => answer({ ...SAVED, status: 'paused' }),
    });
    await fill(name(), 'Mine');
    saved = { ...SAVED, name: 'Theirs', status: 'paused', updatedAt: '2026-01-02T00:00:00.000Z' };
    await click('switch', 'Pause CRM');
    await screen.findByRole('switch', { name: 'Resume Theirs' });
    expect(name().value).toBe('Mine');
    await click('button', 'Save');
    await waitFor(() =>
      expect(api.to('PUT /webhooks/1').at(-1)?.data).toMatchObject({
        name: 'Mine',
        updatedAt: SAVED.updatedAt,
      }),
    );
  });
});

describe('a URL of which a part is hidden', () => {
  it('says that the part is kept, beside what else there is to say of the URL', async () => {
    const hidden = { ...SAVED, deliveryUrl: `http://example.com/hook?token=${MASK}` };
    await open('/webhooks/1', { 'GET /webhooks/1': () => answer(hidden) });
    const words = 'What reads •••••••• is saved and hidden. It is kept while you leave it as it is';
    const url = screen.getByLabelText(/^URL/);
    const hint = screen.getByText(new RegExp(words));
    expect(hint.textContent).toMatch(/^With http:\/\/ anybody on the way can read/);
    await fill(url, 'https://example.com/hook?token=new');
    expect(screen.queryByText(new RegExp(words))).toBeNull();
  });
});

describe('a URL without encryption', () => {
  const words = /^With http:\/\/ anybody on the way can read/;

  it('is warned of where somebody is on the way', async () => {
    await open('/webhooks/create');
    const url = screen.getByLabelText(/^URL/);
    for (const host of [
      'example.com',
      '10.0.0.1:1337',
      'localhost.example.com',
      '127.example.com',
    ]) {
      await fill(url, `http://${host}/hook`);
      expect(screen.queryByText(words)).not.toBeNull();
    }
    for (const host of [
      'localhost:1337',
      'app.localhost',
      '127.0.0.1',
      '127.8.9.1:80',
      '[::1]:3000',
    ]) {
      await fill(url, `http://${host}/hook`);
      expect(screen.queryByText(words)).toBeNull();
    }
  });
});

describe('a webhook that is managed in code', () => {
  it('can be paused, and nothing else of it can be changed', async () => {
    const api = await open('/webhooks/2');
    expect(screen.getByText('Managed in code')).toBeTruthy();
    expect(screen.getByText(/^It is defined in the project’s configuration/)).toBeTruthy();
    const main = within(screen.getByRole('main'));
    const fields = [
      ...main.getAllByRole('textbox'),
      ...main.getAllByRole('checkbox'),
      ...main.getAllByRole('combobox'),
    ];
    expect(fields.filter((one) => !one.matches('[disabled], [data-disabled]'))).toEqual([]);
    for (const name of ['Save', 'Rotate', 'Add a header']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
    await click('switch', 'Pause Cache');
    await screen.findByText('Webhook paused: new events are held for it');
    expect(api.requests.filter(({ method }) => method !== 'GET')).toMatchObject([
      { method: 'POST', path: '/webhooks/2/pause' },
    ]);
  });
});

describe('the form without a mouse', () => {
  it('chooses in the matrix and creates a webhook', async () => {
    const api = await open('/webhooks/create');
    const isNamed = (role: string, name: string) => {
      const wanted = screen.getByRole(role, { name });
      return (focused: Element) => focused === wanted;
    };
    await pressUntil('{Tab}', (focused) => focused === screen.getByLabelText(/^URL/));
    await userEvent.paste('https://example.com/hook');
    await pressUntil('{Tab}', isNamed('checkbox', 'publish'));
    await userEvent.keyboard(' ');
    await pressUntil(
      '{Tab}',
      isNamed('checkbox', 'All content types, also those that are added later'),
    );
    await userEvent.keyboard(' ');
    await pressUntil('{Tab}', isNamed('checkbox', 'Article'));
    await userEvent.keyboard(' ');
    expect(screen.getByText('Article: publish is sent')).toBeTruthy();
    expect(screen.getByText('Article: create is not sent')).toBeTruthy();
    await pressUntil('{Shift>}{Tab}{/Shift}', isNamed('button', 'Create'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(api.to('POST /webhooks').map(({ data }) => data)).toMatchObject([
        {
          deliveryUrl: 'https://example.com/hook',
          topics: ['entry.publish'],
          contentTypes: ['api::article.article'],
        },
      ]),
    );
  });
});
