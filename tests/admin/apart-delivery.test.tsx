import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANSWERS } from './helpers/answers';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery } from './helpers/samples';
import { click } from './helpers/use';

const full = (id: string) => ({
  ...delivery(id),
  body: `{"of":"${id}"}`,
  attempts: [],
  payloadsHidden: false,
});

/** A list of what failed; what is sent again has no place in it any more. */
const open = async (at: string, ...ids: readonly string[]) => {
  const failed = new Set(ids);
  await openPanel({
    at,
    answers: {
      ...ANSWERS,
      'GET /deliveries': () => cursorPageOf([...failed].map((id) => delivery(id))),
      'GET /deliveries/dlv_1': () => answer(full('dlv_1')),
      'POST /deliveries/dlv_1/redeliver': () => {
        failed.delete('dlv_1');
        return answer(delivery('dlv_1'));
      },
    },
  });
};
const apart = () => screen.findByRole('region', { name: 'An open delivery' });
const address = () => Object.fromEntries(new URLSearchParams(window.location.search));

describe('an open delivery', () => {
  it('stays in sight when its row leaves the list, and keeps the focus', async () => {
    await open('/deliveries?state=failed&open=dlv_1', 'dlv_1', 'dlv_2');
    await screen.findByText(/"of": "dlv_1"/);
    expect(screen.queryByRole('region', { name: 'An open delivery' })).toBeNull();
    await click('button', 'Redeliver');
    const box = await apart();
    expect(document.activeElement).toBe(box);
    expect(within(box).getByText(/^dlv_1 is not on this page of the list/)).toBeTruthy();
    expect(within(box).getByText(/"of": "dlv_1"/)).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'Select publish dlv_2' })).toBeTruthy();
  });

  it('stays when it was the last of the list', async () => {
    await open('/deliveries?state=failed&open=dlv_1', 'dlv_1');
    await click('button', 'Redeliver');
    expect(within(await apart()).getByText(/"of": "dlv_1"/)).toBeTruthy();
    expect(screen.getByText('No delivery matches.')).toBeTruthy();
  });

  it('is shown by a link to it, wherever it is in the list, until it is closed', async () => {
    await open('/deliveries?state=failed&open=dlv_1', 'dlv_2');
    const box = within(await apart());
    await box.findByText(/"of": "dlv_1"/);
    await userEvent.click(box.getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'An open delivery' })).toBeNull(),
    );
    expect(address()).toEqual({ state: 'failed' });
  });

  it('says that alone when there is no such delivery: trying again would change nothing', async () => {
    await open('/deliveries?open=dlv_gone', 'dlv_2');
    const box = within(await apart());
    await box.findByText(/^There is no delivery dlv_gone: it was removed/);
    expect(box.queryByText(/is not on this page|does not exist any more/)).toBeNull();
    expect(box.queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(screen.getByRole('table')).toBeTruthy();
  });
});
