import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { Answers } from './helpers/api';
import { ownClock } from './helpers/clock';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery, pageOf, webhook } from './helpers/samples';
import { click, fill } from './helpers/use';

const topic = (name: string) => ({
  name,
  description: name,
  origin: 'core',
  hasContentType: name.startsWith('entry.'),
  sample: null,
});

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' }), webhook(2, { name: 'Search' })]),
  'GET /topics': () => answer(['entry.publish', 'media.create'].map(topic)),
  'GET /content-types': () =>
    answer([
      { uid: 'api::article.article', displayName: 'Article', kind: 'collectionType' },
      { uid: 'api::page.page', displayName: 'Page', kind: 'collectionType' },
    ]),
  'GET /deliveries': () => cursorPageOf([delivery('dlv_1'), delivery('dlv_2', { webhookId: 2 })]),
};

const open = async (path = '/deliveries', answers: Answers = {}) => {
  const api = await openPanel({ at: path, answers: { ...ANSWERS, ...answers } });
  await screen.findByRole('table');
  const asked = () => Object.fromEntries(api.to('GET /deliveries').at(-1)?.query ?? []);
  return {
    /** What the last request narrowed the list down by. */
    filters: () =>
      Object.fromEntries(
        Object.entries(asked()).flatMap(([name, value]) =>
          name.startsWith('filters') ? [[name.slice('filters'.length), value]] : [],
        ),
      ),
    asked,
  };
};
const filterBar = () => within(screen.getByRole('search', { name: 'Filters' }));
const box = (name: string) => filterBar().getByRole('combobox', { name });
const choose = async (name: string, ...options: readonly string[]) => {
  await userEvent.click(box(name));
  for (const option of options) await click('option', option);
  await userEvent.keyboard('{Escape}');
};
const address = () => Object.fromEntries(new URLSearchParams(window.location.search));
const HOUR = 3_600_000;

// What was asked for a moment ago is asked for again only when the list looks again by itself.
ownClock();

describe('a filter of deliveries', () => {
  it.each([
    ['State', ['Failed'], { state: 'failed' }, { '[state][0]': 'failed' }],
    [
      'State',
      ['Failed', 'Held'],
      { state: 'failed,held' },
      { '[state][0]': 'held', '[state][1]': 'failed' },
    ],
    [
      'Event',
      ['file uploaded (media.create)'],
      { topic: 'media.create' },
      { '[topic][0]': 'media.create' },
    ],
    [
      'Event',
      ['ping', 'test (trigger-test)'],
      { topic: 'ping,trigger-test' },
      { '[topic][0]': 'ping', '[topic][1]': 'trigger-test' },
    ],
    [
      'Content type',
      ['Page', 'Article'],
      { uid: 'api::page.page,api::article.article' },
      { '[uid][0]': 'api::page.page', '[uid][1]': 'api::article.article' },
    ],
    ['Webhook', ['Search'], { webhook: '2' }, { '[webhookId]': '2' }],
  ])('%s: chosen %j, it is in the address and in the request', async (name, options, url, sent) => {
    const { filters } = await open();
    expect(filters()).toEqual({});
    await choose(name, ...options);
    await waitFor(() => expect(filters()).toEqual(sent));
    expect(address()).toEqual(url);
  });

  it.each([
    ['Search in ids and errors', 'refused', { _q: 'refused' }, { '[text]': 'refused' }],
    ['Document id', ' doc7 ', { entry: 'doc7' }, { '[documentId]': 'doc7' }],
    [
      'Status code',
      '404, 500',
      { code: '404, 500' },
      { '[statusCode][0]': '404', '[statusCode][1]': '500' },
    ],
  ])('%s: typed %j, it is in the address and in the request', async (name, text, url, sent) => {
    const { filters } = await open();
    await fill(filterBar().getByRole('textbox', { name }), text);
    await waitFor(() => expect(filters()).toEqual(sent));
    expect(address()).toEqual(url);
    await userEvent.clear(filterBar().getByRole('textbox', { name }));
    await waitFor(() => expect(filters()).toEqual({}));
    expect(address()).toEqual({});
  });

  it.each(['4o4', '404, 99', '1000', '2.5'])(
    'Status code: %s is none, and it is said until that is mended',
    async (text) => {
      const { filters } = await open('/deliveries?code=500');
      const field = filterBar().getByRole('textbox', { name: 'Status code' });
      await fill(field, text);
      await screen.findByText('Numbers from 100 to 999, with commas between them');
      await fill(field, '404');
      await waitFor(() => expect(filters()).toEqual({ '[statusCode][0]': '404' }));
      expect(screen.queryByText('Numbers from 100 to 999, with commas between them')).toBeNull();
    },
  );

  it('Time: a ready-made range is counted from now', async () => {
    const { filters } = await open();
    await choose('Time', 'Last 8 hours');
    await waitFor(() => expect(Object.keys(filters())).toEqual(['[createdFrom]']));
    expect(address()).toEqual({ range: '8h' });
    const ago = Date.now() - Date.parse(filters()['[createdFrom]'] ?? '');
    // The panel's clock moves once a minute.
    expect(ago).toBeGreaterThanOrEqual(8 * HOUR);
    expect(ago).toBeLessThan(8 * HOUR + 2 * 60_000);
    await choose('Time', 'All time');
    await waitFor(() => expect(filters()).toEqual({}));
  });

  it('Time: dates of its own are asked for, and sent as instants', async () => {
    const { filters } = await open('/deliveries?from=2026-01-02T10:00:00.000Z');
    expect(screen.queryByRole('group', { name: 'From' })).toBeNull();
    await choose('Time', 'From … to …');
    expect(address()).toEqual({ range: 'custom' });
    const from = within(await screen.findByRole('group', { name: 'From' }));
    await fill(from.getByRole('combobox', { name: 'From' }), '01/05/2026');
    await userEvent.tab();
    await waitFor(() =>
      expect(filters()).toEqual({ '[createdFrom]': new Date(2026, 0, 5).toISOString() }),
    );
    const to = within(screen.getByRole('group', { name: 'To' }));
    await fill(to.getByRole('combobox', { name: 'To' }), '01/07/2026');
    await userEvent.tab();
    await waitFor(() =>
      expect(filters()).toEqual({
        '[createdFrom]': new Date(2026, 0, 5).toISOString(),
        // The whole day.
        '[createdTo]': new Date(2026, 0, 7, 23, 59, 59, 999).toISOString(),
      }),
    );
    const fault = '“To” is before “From”.';
    expect(screen.queryByText(fault)).toBeNull();
    await fill(from.getByRole('combobox', { name: 'From' }), '01/09/2026');
    await userEvent.tab();
    await screen.findByText(fault, { selector: '[role=alert]' });
  });
});

describe('an address with filters', () => {
  const PATH =
    '/deliveries?state=failed,held&webhook=2&topic=entry.publish,gone.topic&uid=api::page.page' +
    '&entry=doc7&code=404,500&_q=refused&range=custom&from=2026-01-02T10:00:00.000Z&to=2026-01-03T00:00:00.000Z';

  it('is what the list asks for and what the filters show, and clearing empties both', async () => {
    const { filters } = await open(PATH);
    const sent = {
      '[webhookId]': '2',
      '[state][0]': 'held',
      '[state][1]': 'failed',
      '[topic][0]': 'entry.publish',
      '[topic][1]': 'gone.topic',
      '[uid][0]': 'api::page.page',
      '[documentId]': 'doc7',
      '[statusCode][0]': '404',
      '[statusCode][1]': '500',
      '[text]': 'refused',
      '[createdFrom]': '2026-01-02T10:00:00.000Z',
      '[createdTo]': '2026-01-03T00:00:00.000Z',
    };
    expect(filters()).toEqual(sent);
    const shown = ['State', 'Webhook', 'Event', 'Content type', 'Time'];
    const texts = () => shown.map((name) => box(name).textContent);
    await waitFor(() =>
      expect(texts()).toEqual([
        expect.stringMatching(/^Held, Failed/),
        'Search',
        expect.stringMatching(/^publish, gone.topic/),
        expect.stringMatching(/^Page/),
        'From … to …',
      ]),
    );
    const typed = () =>
      ['Search in ids and errors', 'Document id', 'Status code'].map(
        (name) => filterBar().getByRole<HTMLInputElement>('textbox', { name }).value,
      );
    expect(typed()).toEqual(['refused', 'doc7', '404, 500']);
    await click('button', 'Clear filters');
    await waitFor(() => expect(filters()).toEqual({}));
    expect(address()).toEqual({});
    expect(texts()).toEqual(['State', 'All webhooks', 'Event', 'Content type', 'All time']);
    expect(typed()).toEqual(['', '', '']);
    expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull();
  });
});

describe('the deliveries of one webhook', () => {
  it('are the only ones asked for, whatever else narrows the list down', async () => {
    const { filters } = await open('/webhooks/2/deliveries?webhook=1');
    expect(filters()).toEqual({ '[webhookId]': '2' });
    expect(await screen.findByRole('heading', { name: 'Deliveries of Search' })).toBeTruthy();
    const back = screen.getByRole('link', { name: 'Back to the webhook' });
    expect(back.getAttribute('href')).toMatch(/\/webhooks\/2$/);
    expect(filterBar().queryByRole('combobox', { name: 'Webhook' })).toBeNull();
    await choose('State', 'Failed');
    await waitFor(() => expect(filters()).toEqual({ '[webhookId]': '2', '[state][0]': 'failed' }));
    await click('button', 'Clear filters');
    await waitFor(() => expect(filters()).toEqual({ '[webhookId]': '2' }));
  });
});

describe('the pages of the list', () => {
  const PAGES: Readonly<Record<string, readonly [string, string | null]>> = {
    '': ['dlv_new', 'c1'],
    c1: ['dlv_middle', 'c2'],
    c2: ['dlv_old', 'c3'],
    c3: ['dlv_first', null],
  };
  const paged: Answers = {
    'GET /deliveries': ({ query }) => {
      const [id, nextCursor] = PAGES[query.get('pagination[cursor]') ?? ''] ?? ['dlv_none', null];
      return { data: [delivery(id)], meta: { pagination: { limit: 25, nextCursor } } };
    },
  };
  const pager = () => within(screen.getByRole('navigation', { name: 'Pages of deliveries' }));
  const buttons = () =>
    pager()
      .getAllByRole<HTMLButtonElement>('button')
      .flatMap((one) => (one.disabled ? [] : [one.textContent]));
  const on = (id: string) => screen.findByRole('checkbox', { name: `Select publish ${id}` });

  it('lead to older ones and back, with the filters kept', async () => {
    const { asked } = await open('/deliveries?state=failed&open=dlv_gone', paged);
    await on('dlv_new');
    expect(pager().getByText('New deliveries appear here by themselves.')).toBeTruthy();
    expect(buttons()).toEqual(['Older']);
    await click('button', 'Older');
    await on('dlv_middle');
    expect(pager().getByText('Older deliveries')).toBeTruthy();
    expect(buttons()).toEqual(['Newest', 'Newer', 'Older']);
    expect(address()).toEqual({ state: 'failed', cursor: 'c1' });
    expect(asked()).toEqual({
      'filters[state][0]': 'failed',
      'pagination[limit]': '25',
      'pagination[cursor]': 'c1',
    });
    await click('button', 'Older');
    await on('dlv_old');
    await click('button', 'Older');
    await on('dlv_first');
    expect(buttons()).toEqual(['Newest', 'Newer']);
    for (const id of ['dlv_old', 'dlv_middle', 'dlv_new']) {
      await click('button', 'Newer');
      await on(id);
    }
    expect(address()).toEqual({ state: 'failed' });
  });

  it('begin with the newest again when a filter changes', async () => {
    await open('/deliveries?cursor=c2', paged);
    await on('dlv_old');
    await click('button', 'Newest');
    await on('dlv_new');
    await click('button', 'Older');
    await on('dlv_middle');
    await choose('State', 'Failed');
    await on('dlv_new');
    expect(address()).toEqual({ state: 'failed' });
  });
});
