import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Refusal, type Answers } from './helpers/api';
import { openPanel, type Opening } from './helpers/panel';
import { answer, health, pageOf, webhook } from './helpers/samples';
import { click, pressUntil } from './helpers/use';

const WEBHOOKS = [
  webhook(1, { name: 'CRM' }),
  webhook(2, { name: 'Search' }),
  webhook(3, { name: 'Shop', status: 'paused' }),
  webhook(4, { name: 'Cache', status: 'disabled', managedBy: 'config', key: 'cache' }),
];

const act = (id: number) => () => answer(webhook(id));

const ANSWERS: Answers = {
  'GET /webhooks': ({ query }) => {
    const status = query.get('filters[status][0]');
    const search = query.get('_q') ?? '';
    return pageOf(
      WEBHOOKS.filter(
        (one) => one.name.includes(search) && (status === null || one.status === status),
      ),
    );
  },
  'GET /webhooks/count': () => answer({ total: 4, active: 2, paused: 1, disabled: 1 }),
  'GET /webhooks/health': () => answer([health(1, 9), health(3, 4), health(4, 2)]),
  'GET /content-types': () => answer([]),
  'POST /webhooks/1/pause': act(1),
  'POST /webhooks/2/pause': act(2),
  'POST /webhooks/3/resume': act(3),
  'POST /webhooks/4/resume': act(4),
  'DELETE /webhooks/1': act(1),
  'DELETE /webhooks/3': act(3),
};

const openList = async (opening: Partial<Opening> = {}) => {
  const api = await openPanel({ at: '/webhooks', answers: ANSWERS, ...opening });
  await screen.findByRole('table');
  return {
    names: () =>
      screen
        .queryAllByRole('row')
        .flatMap((row) => within(row).queryAllByRole('link').slice(0, 1))
        .map((link) => link.textContent),
    asked: () => api.to('GET /webhooks').at(-1)?.query,
    /** What the panel had changed, in order. */
    changes: () =>
      api.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, data }) => ({ route: `${method} ${path}`, data })),
  };
};

const choose = async (...names: readonly string[]) => {
  for (const name of names) await click('checkbox', `Select ${name}`);
};
const dialog = () => screen.findByRole('alertdialog');
const confirm = async (name: string) =>
  userEvent.click(within(await dialog()).getByRole('button', { name }));

describe('finding webhooks in the list', () => {
  it('searches, and shows that a cleared search is gone', async () => {
    const { names, asked } = await openList();
    expect(names()).toEqual(['CRM', 'Search', 'Shop', 'Cache']);
    await click('button', 'Search');
    await userEvent.type(screen.getByRole('searchbox'), 'R&D{Enter}');
    await screen.findByText('No webhook fits the search and the filter.');
    expect(asked()?.get('_q')).toBe('R&D');
    await click('button', 'Clear the search and the filter');
    await screen.findByRole('table');
    expect(window.location.search).toBe('');
    expect(screen.queryByDisplayValue('R&D')).toBeNull();
    expect(names()).toEqual(['CRM', 'Search', 'Shop', 'Cache']);
  });

  it('filters by status, with how many there are of each', async () => {
    const { names, asked } = await openList();
    await userEvent.click(screen.getByRole('combobox', { name: /Status/ }));
    expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual([
      'All (4)',
      'Active (2)',
      'Paused (1)',
      'Disabled (1)',
    ]);
    await click('option', 'Paused (1)');
    await screen.findByRole('link', { name: 'Shop' });
    expect(names()).toEqual(['Shop']);
    expect(asked()?.get('filters[status][0]')).toBe('paused');
    expect(window.location.search).toBe('?status=paused');
  });

  it('sorts by a column, and turns the order round', async () => {
    const { asked } = await openList();
    const orderOf = (name: string) =>
      screen.getByRole('columnheader', { name: new RegExp(`^${name}`) }).getAttribute('aria-sort');
    expect(asked()?.get('sort')).toBe('name:asc');
    expect(orderOf('Name')).toBe('ascending');
    await click('button', 'Sort by Name');
    expect(asked()?.get('sort')).toBe('name:desc');
    expect(orderOf('Name')).toBe('descending');
    await click('button', 'Sort by Status');
    expect(asked()?.get('sort')).toBe('status:asc');
    expect([orderOf('Name'), orderOf('Status')]).toEqual(['none', 'ascending']);
  });
});

describe('acting on several webhooks', () => {
  it('says what a pause does, and does nothing when it is cancelled', async () => {
    const { changes } = await openList();
    await choose('CRM', 'Search', 'Shop');
    expect(screen.getByText('3 webhooks selected')).toBeTruthy();
    await click('button', 'Pause');
    expect(within(await dialog()).getByText('Pause 2 webhooks?')).toBeTruthy();
    expect(screen.getByText('1 of those selected is not active and stays as it is.')).toBeTruthy();
    expect(
      screen.getByText(
        '2 webhooks get no more requests. Nothing is lost: new events are held, and when you resume you choose whether to deliver or to discard them.',
      ),
    ).toBeTruthy();
    await confirm('Cancel');
    expect(changes()).toEqual([]);
  });

  it('pauses those of them that are active', async () => {
    const { changes } = await openList();
    await choose('CRM', 'Search', 'Shop');
    await click('button', 'Pause');
    await confirm('Pause');
    await screen.findByText('2 webhooks paused: new events are held for them');
    expect(changes()).toEqual([
      { route: 'POST /webhooks/1/pause', data: {} },
      { route: 'POST /webhooks/2/pause', data: {} },
    ]);
    expect(screen.queryByText(/webhooks? selected/)).toBeNull();
  });

  it('resumes those that are not, and does with what was held as it was told', async () => {
    const { changes } = await openList();
    await click('checkbox', 'Select all webhooks on this page');
    await click('button', 'Resume');
    await dialog();
    expect(
      screen.getByText(/^While 2 webhooks were not active, 6 events were held\./),
    ).toBeTruthy();
    expect(screen.getByText('2 of those selected are active and stay as they are.')).toBeTruthy();
    await click('radio', 'Discard them');
    await confirm('Resume');
    await screen.findByText('2 webhooks active again');
    expect(changes()).toEqual([
      { route: 'POST /webhooks/3/resume', data: { held: 'discard' } },
      { route: 'POST /webhooks/4/resume', data: { held: 'discard' } },
    ]);
  });

  it('says what is lost by deleting, and leaves out what is managed in code', async () => {
    const { changes } = await openList();
    await choose('CRM', 'Shop', 'Cache');
    await click('button', 'Delete');
    expect(within(await dialog()).getByText('Delete 2 webhooks?')).toBeTruthy();
    expect(screen.getByText('1 of those selected is managed in code and stays.')).toBeTruthy();
    expect(
      screen.getByText(
        '2 webhooks are removed for good. 4 held deliveries, and whatever else is still open, are discarded. What was sent so far stays in the log until its retention ends.',
      ),
    ).toBeTruthy();
    await confirm('Delete');
    await screen.findByText('2 webhooks deleted');
    expect(changes().map(({ route }) => route)).toEqual([
      'DELETE /webhooks/1',
      'DELETE /webhooks/3',
    ]);
  });

  it('tells which of them failed and why, and how many did not', async () => {
    const refuse = () => new Refusal(409, 'Somebody else is at it');
    const { changes } = await openList({
      answers: { ...ANSWERS, 'POST /webhooks/1/pause': refuse },
    });
    await choose('CRM', 'Search');
    await click('button', 'Pause');
    await confirm('Pause');
    await screen.findByText('CRM: Somebody else is at it');
    await screen.findByText('Webhook paused: new events are held for it');
    expect(changes()).toHaveLength(2);
  });

  it('offers only what the role allows', async () => {
    await openList({ permissions: ['webhooks.read', 'webhooks.delete'] });
    await choose('CRM');
    expect(await screen.findByRole('button', { name: 'Delete' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
  });
});

describe('resuming one webhook while nobody knows what is held', () => {
  const refuse = () => new Refusal(500, 'The database is away');

  it('asks all the same', async () => {
    const { changes } = await openList({ answers: { ...ANSWERS, 'GET /webhooks/health': refuse } });
    expect(await screen.findByText('The database is away')).toBeTruthy();
    await click('switch', 'Resume Shop');
    await dialog();
    expect(screen.getByText(/^How much was held while “Shop” was not active/)).toBeTruthy();
    expect(changes()).toEqual([]);
    await click('radio', 'Discard them');
    await confirm('Resume');
    await screen.findByText('Webhook active again');
    expect(changes()).toEqual([{ route: 'POST /webhooks/3/resume', data: { held: 'discard' } }]);
  });
});

describe('the list without a mouse', () => {
  it('lets every control be reached and used', async () => {
    const { asked } = await openList();
    const table = screen.getByRole('table');
    const isNamed = (role: string, name: string) => (focused: Element) =>
      focused === within(table).queryByRole(role, { name });
    await pressUntil('{Tab}', isNamed('checkbox', 'Select all webhooks on this page'));
    await pressUntil('{Tab}', isNamed('button', 'Sort by Name'));
    await userEvent.keyboard('{Enter}');
    expect(asked()?.get('sort')).toBe('name:desc');
    await pressUntil('{Tab}', isNamed('checkbox', 'Select Search'));
    await userEvent.keyboard(' ');
    expect(screen.getByText('1 webhook selected')).toBeTruthy();
    await pressUntil('{Tab}', isNamed('link', 'Search'));
    await pressUntil('{Tab}', isNamed('switch', 'Pause Search'));
    await userEvent.keyboard(' ');
    await screen.findByText('Webhook paused: new events are held for it');
    await pressUntil('{Tab}', isNamed('link', 'Deliveries of Search'));
    await pressUntil('{Tab}', isNamed('button', 'Delete Search'));
    await userEvent.keyboard('{Enter}');
    expect(within(await dialog()).getByText('Delete “Search”?')).toBeTruthy();
  });
});

it('says that what is open is held where nothing can be signed', async () => {
  const webhooks = [webhook(1, { secretFault: 'no key can read it' }), webhook(2)];
  const answers = {
    ...ANSWERS,
    'GET /webhooks': () => pageOf(webhooks),
    'GET /webhooks/health': () => answer([health(1, 3), health(2, 4)]),
  };
  await openList({ answers });
  expect(screen.getByText('3 held')).toBeTruthy();
  expect(screen.getByText('4 pending')).toBeTruthy();
});
