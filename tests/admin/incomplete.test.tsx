import { screen, waitFor, within } from '@testing-library/react';
import { ANSWERS } from './helpers/answers';
import { Refusal, type Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, contentType, pageOf, stats, webhook } from './helpers/samples';
import { click } from './helpers/use';

const AWAY = 'The database is away';

const EVERYTHING: Answers = {
  ...ANSWERS,
  'GET /content-types': () => answer([contentType('api::article.article', 'Article')]),
  'GET /encryption': () => answer({ source: 'settings', canSave: true }),
  'GET /stats': () => answer(stats('hour', 24)),
};

/** Answers of which one is refused until it is mended. */
const without = (route: string) => {
  const state = { broken: true };
  const answers: Answers = {
    ...EVERYTHING,
    [route]: (request) => (state.broken ? new Refusal(500, AWAY) : EVERYTHING[route]?.(request)),
  };
  return { answers, mend: () => void (state.broken = false) };
};

const TABLE = () => screen.findByRole('table');

describe('where something beside the main thing cannot be loaded', () => {
  it.each([
    ['content types of the webhooks', '/webhooks', 'GET /content-types', TABLE],
    ['content types of the deliveries', '/deliveries', 'GET /content-types', TABLE],
    ['topics to filter by', '/deliveries', 'GET /topics', TABLE],
    ['names of webhooks', '/deliveries', 'GET /webhooks', TABLE],
    ['the name of the one webhook', '/webhooks/1/deliveries', 'GET /webhooks', TABLE],
    [
      'the encryption',
      '/overview',
      'GET /encryption',
      () => screen.findByText('24', { selector: 'dd' }),
    ],
  ])('%s: it is said, and asked for again on request', async (_name, at, route, shown) => {
    const { answers, mend } = without(route);
    await openPanel({ at, answers });
    await shown();
    const title = await screen.findByText('Not everything here could be loaded');
    expect(title.closest('[role=status]')?.textContent).toContain(AWAY);
    mend();
    await click('button', 'Try again');
    await waitFor(() => expect(screen.queryByText(AWAY)).toBeNull());
    await shown();
  });

  it('the dialog that recovers says why it has no webhook to choose', async () => {
    const { answers } = without('GET /webhooks');
    await openPanel({ at: '/deliveries', answers });
    await click('button', 'Recover since…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(AWAY)).toBeTruthy();
  });
});

describe('while the names of webhooks are loaded', () => {
  it('no number stands in the place of a name', async () => {
    let finish: (value: unknown) => void = () => undefined;
    const names = new Promise((resolve) => {
      finish = resolve;
    });
    await openPanel({
      at: '/webhooks/1/deliveries',
      answers: { ...EVERYTHING, 'GET /webhooks': () => names },
    });
    await screen.findByRole('heading', { name: 'Deliveries' });
    expect(document.body.textContent).not.toContain('Webhook 1');
    finish(pageOf([webhook(1, { name: 'CRM' })]));
    await screen.findByRole('heading', { name: 'Deliveries of CRM' });
  });
});

describe('without any webhook, and when they cannot be counted', () => {
  const answers: Answers = {
    ...EVERYTHING,
    'GET /webhooks': () => pageOf([]),
    'GET /webhooks/count': () => new Refusal(500, AWAY),
  };

  it('the first one is offered, and no search is blamed', async () => {
    await openPanel({ at: '/webhooks', answers });
    await screen.findByText('There is no webhook');
    expect(screen.getByText(AWAY)).toBeTruthy();
    expect(screen.queryByText('No webhook fits the search and the filter.')).toBeNull();
  });

  it('a search is what found none', async () => {
    await openPanel({ at: '/webhooks?_q=shop', answers });
    await screen.findByText('No webhook fits the search and the filter.');
  });
});
