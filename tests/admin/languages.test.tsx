import { screen } from '@testing-library/react';
import en from '../../admin/src/translations/en.json';
import ja from '../../admin/src/translations/ja.json';
import zh from '../../admin/src/translations/zh-Hans.json';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { click, fill } from './helpers/use';

type Words = typeof en;

const ANSWERS: Answers = {
  'GET /webhooks': () =>
    pageOf([
      webhook(1, { name: 'CRM', topics: ['entry.publish', 'media.*'] }),
      webhook(2, { name: 'Shop', status: 'paused' }),
      webhook(3, {
        name: 'Cache',
        status: 'disabled',
        disabledReason: 'consecutive_failures',
        failureCount: 5,
        managedBy: 'config',
      }),
    ]),
  'GET /webhooks/count': () => answer({ total: 3, active: 1, paused: 1, disabled: 1 }),
  'GET /webhooks/health': () => answer([health(1, 2, 5, 3), health(2, 4)]),
  'GET /content-types': () => answer([]),
};

/** Every text that people see or hear. */
const shownTexts = (): readonly string[] =>
  [...document.querySelectorAll('main *, [role=alertdialog] *')].flatMap((element) => [
    ...(element.children.length === 0 ? [element.textContent ?? ''] : []),
    element.getAttribute('aria-label') ?? '',
    element.getAttribute('placeholder') ?? '',
  ]);

describe.each<[string, Words]>([
  ['zh-Hans', zh],
  ['ja', ja],
])('the list of webhooks in %s', (language, words) => {
  it('speaks it, and no English and no bare key', async () => {
    await openPanel({ at: '/webhooks', answers: ANSWERS, language });
    await screen.findByRole('heading', { level: 1, name: words['nav.webhooks'] });
    await screen.findByRole('link', { name: 'CRM' });
    expect(document.documentElement.lang).toBe(language);
    expect(screen.getByText(words['list.subtitle'])).toBeTruthy();
    expect(screen.getByText(words['status.paused'])).toBeTruthy();
    await click('button', words['list.delete-one'].replace('{name}', 'CRM'));
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog.textContent).toContain('CRM');

    const shown = shownTexts();
    const keys = Object.keys(en).filter((key): key is keyof Words => key in words);
    expect(keys.filter((key) => en[key] !== words[key] && shown.includes(en[key]))).toEqual([]);
    expect(keys.filter((key) => shown.includes(key))).toEqual([]);
  });
});

const REASON = 'must be at most 255 characters';

describe.each<[string, Words, string]>([
  ['en', en, REASON],
  ['zh-Hans', zh, `服务器的说明（英文）：${REASON}`],
  ['ja', ja, `サーバーからの説明（英語）: ${REASON}`],
])('a refusal that only the server can give, in %s', (language, words, said) => {
  it('stands at its field, and begins in the language of the panel', async () => {
    await openPanel({
      at: '/webhooks/1',
      answers: {
        ...ANSWERS,
        'GET /topics': () => answer([]),
        'GET /defaults': () =>
          answer({
            retrySchedule: [60],
            timeoutMs: 20_000,
            concurrency: 3,
            maxConsecutiveFailures: 9,
            signatureFormats: ['woocommerce'],
            limits: { timeoutMs: 30_000, headers: 3 },
          }),
        'GET /webhooks/1': () => answer(webhook(1, { name: 'CRM' })),
        'PUT /webhooks/1': () =>
          new Refusal(400, 'not valid', 'webhook_invalid', [{ path: ['name'], message: REASON }]),
      },
      language,
    });
    await screen.findByRole('heading', { level: 1, name: 'CRM' });
    const name = await screen.findByDisplayValue('CRM');
    await fill(name, 'Shop');
    await click('button', words['form.save']);
    await screen.findByText(said);
    const described = name.getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain(said);
  });
});
