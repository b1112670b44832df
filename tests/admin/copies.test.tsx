import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANSWERS } from './helpers/answers';
import { openForm } from './helpers/form';
import { openPanel } from './helpers/panel';
import { answer, attempt, delivery } from './helpers/samples';
import { click } from './helpers/use';

const SENT = '{"event":"entry.publish","id":9007199254740993}';
const CAME_BACK = '{"order":12345678901234567890}';

const ATTEMPT = attempt({
  response: { status: 200, headers: {}, body: CAME_BACK, bodyTruncated: false },
});

/** Presses a button that copies, and gives what is in the clipboard then. */
const copied = async (button: string): Promise<string> => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: button }));
  return navigator.clipboard.readText();
};

describe('a body is copied byte by byte, and shown over several lines', () => {
  it('of a delivery, so that its signature can be verified', async () => {
    const read = { ...delivery('dlv_1'), body: SENT, attempts: [ATTEMPT], payloadsHidden: false };
    await openPanel({
      at: '/deliveries?open=dlv_1',
      answers: { ...ANSWERS, 'GET /deliveries/dlv_1': () => answer(read) },
    });
    expect((await screen.findByLabelText('Payload')).textContent).toBe(
      '{\n  "event": "entry.publish",\n  "id": 9007199254740993\n}',
    );
    expect(await copied('Copy the payload')).toBe(SENT);
    expect(screen.getByLabelText('Response body').textContent).toContain('12345678901234567890');
    expect(await copied('Copy the response body')).toBe(CAME_BACK);
  });

  it('of a test', async () => {
    await openForm('/webhooks/1', {
      'POST /webhooks/1/trigger': () =>
        answer({ topic: 'trigger-test', attempt: ATTEMPT, body: SENT }),
    });
    await click('button', 'Trigger a test');
    expect(await copied('Copy the request body')).toBe(SENT);
    expect(await copied('Copy the response body')).toBe(CAME_BACK);
  });
});
