import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { replaySchema, type ReplayInput } from '../../server/src/contracts/delivery';
import { Refusal, type Answers } from './helpers/api';
import { ownClock } from './helpers/clock';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery, pageOf, webhook } from './helpers/samples';
import { click, pressUntil } from './helpers/use';

const DELIVERIES = ['dlv_1', 'dlv_2', 'dlv_3'].map((id) => delivery(id));

const again = (id: string) => () => answer(delivery(id));

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
  'GET /topics': () => answer([]),
  'GET /content-types': () => answer([]),
  'GET /deliveries': () => cursorPageOf(DELIVERIES),
  'GET /deliveries/dlv_1': () =>
    answer({ ...delivery('dlv_1'), body: '{"a":1}', attempts: [], payloadsHidden: false }),
  'POST /deliveries/dlv_1/redeliver': again('dlv_1'),
  'POST /deliveries/dlv_2/redeliver': again('dlv_2'),
  'POST /deliveries/dlv_3/redeliver': again('dlv_3'),
};

const open = async (answers: Answers = {}) => {
  const api = await openPanel({ at: '/deliveries', answers: { ...ANSWERS, ...answers } });
  await screen.findByRole('table');
  return api;
};
const choose = async (...ids: readonly string[]) => {
  for (const id of ids) await click('checkbox', `Select publish ${id}`);
};
const sent = (api: Awaited<ReturnType<typeof open>>) =>
  api.requests.filter(({ path }) => path.endsWith('/redeliver')).map(({ path }) => path);

describe('redelivering many', () => {
  it('says what it does, sends the chosen ones, and shows how far it is', async () => {
    let finish: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      finish = resolve;
    });
    const api = await open({ 'POST /deliveries/dlv_3/redeliver': () => slow });
    await choose('dlv_1', 'dlv_3');
    expect(screen.getByText('2 deliveries selected')).toBeTruthy();
    await click('button', 'Redeliver…');
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getByText('Redeliver 2 deliveries?')).toBeTruthy();
    expect(
      dialog.getByText(/^Each is sent once more, with the same body and the same ids/),
    ).toBeTruthy();
    expect(sent(api)).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Redeliver' }));
    const bar = await dialog.findByRole('progressbar', { name: '1 of 2' });
    expect(bar.getAttribute('aria-valuenow')).toBe('50');
    finish(answer(delivery('dlv_3')));
    await screen.findByText('2 deliveries are sent again now.');
    expect(sent(api)).toEqual(['/deliveries/dlv_1/redeliver', '/deliveries/dlv_3/redeliver']);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(screen.queryByText(/deliver(y|ies) selected/)).toBeNull();
  });

  it('goes on in the list when it is done, where the next ones are chosen', async () => {
    await open();
    await choose('dlv_1', 'dlv_3');
    await click('button', 'Redeliver…');
    const dialog = within(await screen.findByRole('alertdialog'));
    const title = screen.getByRole('heading', { level: 1, hidden: true });
    const toTitle = jest.spyOn(title, 'focus');
    await userEvent.click(dialog.getByRole('button', { name: 'Redeliver' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    const all = await screen.findByRole('checkbox', { name: 'Select all on this page' });
    await waitFor(() => expect(document.activeElement).toBe(all));
    // What closes gives the focus back a moment later.
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(document.activeElement).toBe(all);
    expect(toTitle).not.toHaveBeenCalled();
  });

  it('goes on after those that fail, tells how many and why, and keeps them chosen', async () => {
    const refuse = (message: string) => () => new Refusal(409, message);
    const api = await open({
      'POST /deliveries/dlv_1/redeliver': refuse('Its webhook was deleted'),
      'POST /deliveries/dlv_2/redeliver': refuse('Its payload is gone'),
    });
    await click('checkbox', 'Select all on this page');
    await click('button', 'Redeliver…');
    const dialog = within(await screen.findByRole('alertdialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Redeliver' }));
    await screen.findByText('1 delivery is sent again now.');
    await screen.findByText(
      '2 deliveries could not be sent again: Its webhook was deleted · Its payload is gone',
    );
    expect(sent(api)).toHaveLength(3);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(screen.getByText('2 deliveries selected')).toBeTruthy();
    const chosen = screen.getAllByRole('checkbox', { checked: true });
    expect(chosen.map((box) => box.getAttribute('aria-label'))).toEqual([
      'Select publish dlv_1',
      'Select publish dlv_2',
    ]);
  });

  it('says a reason once, however many it stops', async () => {
    const refuse = () => new Refusal(409, 'Its webhook was deleted');
    await open({
      'POST /deliveries/dlv_1/redeliver': refuse,
      'POST /deliveries/dlv_2/redeliver': refuse,
    });
    await choose('dlv_1', 'dlv_2');
    await click('button', 'Redeliver…');
    const dialog = within(await screen.findByRole('alertdialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Redeliver' }));
    await screen.findByText('2 deliveries could not be sent again: Its webhook was deleted');
    expect(screen.queryByText(/sent again now/)).toBeNull();
  });

  it('gives the choice up', async () => {
    const api = await open();
    await choose('dlv_2');
    await click('button', 'Clear the selection');
    expect(screen.queryByRole('button', { name: 'Redeliver…' })).toBeNull();
    expect(sent(api)).toEqual([]);
    const all = screen.getByRole('checkbox', { name: 'Select all on this page' });
    expect(document.activeElement).toBe(all);
  });

  it('hides the filters from everybody until it is given up', async () => {
    await open();
    await choose('dlv_2');
    expect(screen.queryByRole('search')).toBeNull();
    await click('button', 'Clear the selection');
    expect(screen.getByRole('search')).toBeTruthy();
  });
});

describe('recovering since some time', () => {
  ownClock();

  const isReal = ({ dryRun }: ReplayInput) => dryRun !== true;

  it('counts before it acts, and its bar follows what arrives', async () => {
    const count = { dryRun: true, matched: 4, requested: 0, limit: 1000, onTheWay: 0 };
    // How many are left is what the test says, however often the panel looks.
    let left = 4;
    const inputs: ReplayInput[] = [];
    await open({
      'POST /deliveries/replay': ({ data }) => {
        const input = replaySchema.parse(data);
        inputs.push(input);
        return input.dryRun
          ? answer({ ...count, matched: left, onTheWay: inputs.some(isReal) ? left : 0 })
          : answer({ ...count, dryRun: false, requested: 4, onTheWay: 4 });
      },
    });
    await click('button', 'Recover since…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Pings and tests are left out\.$/)).toBeTruthy();
    await dialog.findByText('4 deliveries will be sent again.');
    await userEvent.click(dialog.getByRole('radio', { name: /^8 hours ago/ }));
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Held' }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Send 4 again' }));
    await dialog.findByText('4 deliveries are on the way.');
    const filled = async (name: string) =>
      (await dialog.findByRole('progressbar', { name })).getAttribute('aria-valuenow');
    expect(await filled('0 of 4 arrived')).toBe('0');
    left = 3;
    expect(await filled('1 of 4 arrived')).toBe('25');
    expect(dialog.getByText(/^You can close this; the rest goes on\./)).toBeTruthy();
    left = 1;
    expect(await filled('3 of 4 arrived')).toBe('75');
    left = 0;
    await dialog.findByText('All of them arrived.');
    expect(await filled('4 of 4 arrived')).toBe('100');

    const real = inputs.filter(isReal);
    expect(real).toHaveLength(1);
    const { state, createdFrom = '', createdTo = '' } = real[0]?.filters ?? {};
    expect(state).toEqual(['failed', 'held']);
    expect(Date.parse(createdTo) - Date.parse(createdFrom)).toBe(8 * 3_600_000);
    // What it looks at is what it sent, and nothing newer.
    expect(inputs.at(-1)).toEqual({ filters: real[0]?.filters, dryRun: true });
  });

  /** A server on which this many match, of which at most `limit` are sent. */
  const startOf = async (matched: number, limit: number) => {
    const state = { matched, onTheWay: 0 };
    await open({
      'POST /deliveries/replay': ({ data }) => {
        const { dryRun = false } = replaySchema.parse(data);
        const requested = dryRun ? 0 : Math.min(matched, limit);
        if (!dryRun) state.onTheWay = requested;
        const { onTheWay } = state;
        return answer({ dryRun, matched: state.matched, requested, limit, onTheWay });
      },
    });
    await click('button', 'Recover since…');
    await click('button', /^Send \d+ again$/);
    await screen.findByText(/on the way\.$/);
    return state;
  };

  it('ends when nothing is on its way, and says how many did not arrive', async () => {
    const state = await startOf(4, 1000);
    Object.assign(state, { matched: 3, onTheWay: 2 });
    await screen.findByRole('progressbar', { name: '1 of 4 arrived' });
    Object.assign(state, { matched: 2, onTheWay: 0 });
    await screen.findByText('2 arrived, 2 did not arrive and stay failed.');
    expect(screen.queryByText(/on the way\.$/)).toBeNull();
    expect(screen.queryByText(/^You can close this/)).toBeNull();
  });

  it('ends too when more match than are sent', async () => {
    const state = await startOf(11, 10);
    Object.assign(state, { onTheWay: 4 });
    await screen.findByRole('progressbar', { name: '6 of 10 were sent' });
    Object.assign(state, { onTheWay: 0 });
    await screen.findByText(/^10 deliveries were sent again\. .* repeat this for the rest\.$/);
  });

  it('offers nothing to send where nothing matches', async () => {
    await open({
      'POST /deliveries/replay': () =>
        answer({ dryRun: true, matched: 0, requested: 0, limit: 1000, onTheWay: 0 }),
    });
    await click('button', 'Recover since…');
    await screen.findByText('Nothing to recover: no delivery matches.');
    expect(screen.getByRole('button', { name: 'Send again' }).hasAttribute('disabled')).toBe(true);
  });
});

describe('a delivery without a mouse', () => {
  it('is reached in the list, opened, closed, chosen and sent again', async () => {
    const api = await open();
    const ofOne = 'publish of doc to CRM, Jan 1';
    const isNamed = (role: string, name: string | RegExp) => (focused: Element) =>
      focused === within(screen.getByRole('table')).queryAllByRole(role, { name })[0];
    await pressUntil('{Tab}', isNamed('checkbox', 'Select publish dlv_1'));
    await userEvent.keyboard(' ');
    expect(screen.getByText('1 delivery selected')).toBeTruthy();
    await userEvent.keyboard(' ');
    await pressUntil('{Tab}', isNamed('button', new RegExp(`^Show the details of ${ofOne}`)));
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Copy the payload' });
    await pressUntil('{Tab}', isNamed('button', 'Copy the payload'));
    await pressUntil(
      '{Shift>}{Tab}{/Shift}',
      isNamed('button', new RegExp(`^Hide the details of ${ofOne}`)),
    );
    await userEvent.keyboard('{Enter}');
    expect(screen.queryByRole('button', { name: 'Copy the payload' })).toBeNull();
    await pressUntil('{Tab}', isNamed('button', new RegExp(`^Redeliver ${ofOne}`)));
    await userEvent.keyboard('{Enter}');
    await screen.findByText('It is sent again now.');
    expect(sent(api)).toEqual(['/deliveries/dlv_1/redeliver']);
  });
});

describe('deliveries that are held', () => {
  it('are not said to wait for a webhook that is active: nothing of it can be signed', async () => {
    const webhooks = [
      webhook(1, { name: 'CRM', secretFault: 'no key can read it' }),
      webhook(2, { name: 'Shop', status: 'paused' }),
    ];
    const held = [1, 2].map((webhookId) =>
      delivery(`dlv_${webhookId}`, { webhookId, state: 'held' }),
    );
    await open({
      'GET /webhooks': () => pageOf(webhooks),
      'GET /deliveries': () => cursorPageOf(held),
    });
    const rows = () => screen.getAllByRole('row').map((row) => row.textContent);
    await waitFor(() =>
      expect(rows().find((text) => text?.includes('CRM'))).toMatch(
        /Waits until the webhook’s secret can be read, or is rotated/,
      ),
    );
    expect(rows().find((text) => text?.includes('Shop'))).toMatch(/until the webhook is active/);
  });
});
