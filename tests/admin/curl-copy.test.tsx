import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { AttemptView } from '../../server/src/contracts/delivery';
import { ANSWERS } from './helpers/answers';
import { openPanel } from './helpers/panel';
import { answer, delivery } from './helpers/samples';
import { click } from './helpers/use';

// What is copied can be read again.
beforeEach(() => userEvent.setup());

const copied = () => navigator.clipboard.readText();

const ATTEMPT: AttemptView = {
  number: 1,
  trigger: 'scheduled',
  outcome: 'success',
  startedAt: '2026-01-10T00:00:00.000Z',
  durationMs: 12,
  request: { method: 'POST', url: 'https://example.com/hook', headers: {} },
  response: { status: 200, headers: {}, body: null, bodyTruncated: false },
  error: null,
  late: false,
};

describe('a request as a command', () => {
  const openDelivery = async (body: string | null) => {
    const full = { ...delivery('dlv_1'), attempts: [ATTEMPT], body, payloadsHidden: body === null };
    await openPanel({
      at: '/deliveries?open=dlv_1',
      answers: { ...ANSWERS, 'GET /deliveries/dlv_1': () => answer(full) },
    });
    await click('button', 'Copy as cURL');
  };

  it('has the payload in it', async () => {
    await openDelivery('{"a":1}');
    await screen.findByText('Copied. Sensitive values stay masked.');
    expect(await copied()).toContain(`--data-raw '{"a":1}'`);
  });

  it('says so where the payload is missing', async () => {
    await openDelivery(null);
    await screen.findByText(/^Copied without the payload: the command reads it from a file body/);
    expect(await copied()).toContain('--data-binary @body.json');
  });
});
