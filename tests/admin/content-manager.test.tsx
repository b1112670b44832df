import { screen } from '@testing-library/react';
import { useState } from 'react';
import plugin from '../../admin/src/index';
import type { DeliveriesPanel, PanelProps } from '../../admin/src/content-manager/deliveries-panel';
import { Refusal, type Answers } from './helpers/api';
import { ownClock } from './helpers/clock';
import { openPanel, type Opening } from './helpers/panel';
import { answer, cursorPageOf, delivery, pageOf, webhook } from './helpers/samples';
import { click } from './helpers/use';

type Panel = typeof DeliveriesPanel;
type Plugin = NonNullable<Opening['plugins']>[string];

const DELIVERY = delivery('dlv_1', { documentId: 'doc', locale: 'fr' });

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
  'GET /deliveries': () => cursorPageOf([DELIVERY]),
  'POST /deliveries/dlv_1/redeliver': () => answer(DELIVERY),
};

const panels: Panel[] = [];

/** The content manager's part: it takes panels, and shows them beside an entry in one locale or another. */
const contentManager = (entry: PanelProps): Plugin => {
  const Entry = () => {
    const [locale, setLocale] = useState(entry.document?.locale);
    const shown = { ...entry, document: { ...entry.document, locale } };
    return (
      <main>
        An entry
        <button onClick={() => setLocale('de')}>In German</button>
        {panels.map((panel, index) => (
          <Shown key={index} of={panel} entry={shown} />
        ))}
      </main>
    );
  };
  const Shown = ({ of, entry }: { readonly of: Panel; readonly entry: PanelProps }) => {
    const panel = of(entry);
    return panel === null ? null : <aside aria-label={panel.title}>{panel.content}</aside>;
  };
  return {
    register(app) {
      app.registerPlugin({
        id: 'content-manager',
        name: 'content-manager',
        apis: { addEditViewSidePanel: (given: readonly Panel[]) => panels.push(...given) },
      });
      app.addMenuLink({
        to: 'entry',
        icon: () => null,
        intlLabel: { id: 'entry', defaultMessage: 'Entry' },
        permissions: [],
        Component: () => Promise.resolve({ default: Entry }),
      });
    },
    bootstrap: () => undefined,
  };
};

const open = async (opening: Partial<Opening> = {}, entry: Partial<PanelProps> = {}) => {
  panels.length = 0;
  const given = { model: 'api::article.article', documentId: 'doc', document: { locale: 'fr' } };
  const api = await openPanel({
    root: '',
    at: '/entry',
    answers: ANSWERS,
    plugins: { 'content-manager': contentManager({ ...given, ...entry }) },
    ...opening,
  });
  await screen.findByText(/An entry/);
  return api;
};
const redeliver = { name: /^Redeliver publish of doc to CRM, Jan 1\d, 2026, / };

describe('the panel beside an entry', () => {
  ownClock();

  it('shows what was sent about this document and locale, and sends it again', async () => {
    const api = await open();
    await screen.findByRole('link', { name: 'CRM · publish' });
    const { query } = api.to('GET /deliveries')[0] ?? {};
    expect(Object.fromEntries(query ?? [])).toEqual({
      'filters[uid][0]': 'api::article.article',
      'filters[documentId]': 'doc',
      'filters[locale]': 'fr',
      'pagination[limit]': '5',
    });
    await click('button', redeliver.name);
    await screen.findByText('It is sent again now.');
    expect(api.to('POST /deliveries/dlv_1/redeliver')).toHaveLength(1);
  });

  it('keeps the event apart from the name of a webhook, which is cut where there is no room', async () => {
    await open();
    await screen.findByRole('link', { name: 'CRM · publish' });
    const event = screen.getByText('publish', { selector: 'a *' });
    const name = screen.getByText('CRM ·', { selector: 'a *' });
    expect(name.contains(event)).toBe(false);
  });

  it('tells one that failed and waits from one that was never tried', async () => {
    const waits = { state: 'pending', nextAttemptAt: '2100-01-01T00:00:00.000Z' } as const;
    const untried = { attemptCount: 0, lastStatusCode: null, lastError: null };
    const deliveries = [delivery('dlv_1', waits), delivery('dlv_2', { ...waits, ...untried })];
    await open({ answers: { ...ANSWERS, 'GET /deliveries': () => cursorPageOf(deliveries) } });
    await screen.findByText('500 · 1 attempt');
    expect(screen.getAllByText('Not attempted yet')).toHaveLength(1);
    expect(screen.getAllByText(/^Next attempt in /)).toHaveLength(2);
  });

  it('says why it was not sent again', async () => {
    const refuse = () => new Refusal(409, 'The event is not kept any more');
    await open({ answers: { ...ANSWERS, 'POST /deliveries/dlv_1/redeliver': refuse } });
    await click('button', redeliver.name);
    await screen.findByText('The event is not kept any more');
  });

  it('shows nothing of another locale when that of this one cannot be loaded', async () => {
    let broken = true;
    const deliveries: Answers[string] = ({ query }) =>
      broken && query.get('filters[locale]') === 'de'
        ? new Refusal(500, 'The database is away')
        : cursorPageOf([DELIVERY]);
    await open({ answers: { ...ANSWERS, 'GET /deliveries': deliveries } });
    await screen.findByRole('link', { name: 'CRM · publish' });
    await click('button', 'In German');
    await screen.findByText('The database is away');
    expect(screen.queryByRole('link', { name: 'CRM · publish' })).toBeNull();
    broken = false;
    await screen.findByRole('link', { name: 'CRM · publish' });
  });

  it('says that what it shows may be old when asking again fails', async () => {
    let broken = false;
    const deliveries = () =>
      broken ? new Refusal(500, 'The database is away') : cursorPageOf([DELIVERY]);
    await open({ answers: { ...ANSWERS, 'GET /deliveries': deliveries } });
    await screen.findByRole('link', { name: 'CRM · publish' });
    broken = true;
    await click('button', redeliver.name);
    const words = await screen.findByText('The database is away');
    expect(words.closest('[role=status]')?.textContent).toMatch(/^This may be out of date/);
    expect(screen.getByRole('link', { name: 'CRM · publish' })).toBeTruthy();
  });

  it('leaves the entry alone when it fails itself', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    // No answer of this version: what reads it throws.
    const answers = {
      ...ANSWERS,
      'GET /deliveries': () => ({ ...cursorPageOf([]), data: [null] }),
    };
    await open({ answers });
    const retry = await screen.findByRole('button', { name: 'Try again' });
    log.mockRestore();
    expect(retry.closest('aside')?.getAttribute('aria-label')).toBe('Webhook deliveries');
    expect(screen.getByText(/An entry/)).toBeTruthy();
  });

  it('has no button for those who may only look', async () => {
    await open({ permissions: ['webhooks.read'] });
    await screen.findByRole('link', { name: 'CRM · publish' });
    expect(screen.queryByRole('button', redeliver)).toBeNull();
  });

  it('is not there for those who may not see deliveries', async () => {
    const api = await open({ permissions: ['deliveries.redeliver'] });
    expect(screen.queryByRole('complementary', { name: 'Webhook deliveries' })).toBeNull();
    expect(api.to('GET /deliveries')).toEqual([]);
  });

  it('is not there before the entry exists', async () => {
    const api = await open({}, { documentId: 'create', document: {} });
    expect(screen.queryByRole('complementary', { name: 'Webhook deliveries' })).toBeNull();
    expect(api.to('GET /deliveries')).toEqual([]);
  });
});

it('leaves a Strapi without a content manager alone', async () => {
  await openPanel({ at: '/webhooks', answers: ANSWERS });
  expect(await screen.findByRole('link', { name: 'CRM' })).toBeTruthy();
});

it('leaves a Strapi without widgets on its home page alone', () => {
  const app = { registerPlugin: jest.fn(), addMenuLink: jest.fn() };
  plugin.register(app);
  expect(app.addMenuLink).toHaveBeenCalledTimes(1);
});
