import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANSWERS } from './helpers/answers';
import { openPanel } from './helpers/panel';
import { answer, attempt, delivery } from './helpers/samples';
import { click } from './helpers/use';

// What is copied can be read again.
beforeEach(() => userEvent.setup());

const copied = () => navigator.clipboard.readText();

describe('a request as a command', () => {
  const openDelivery = async (body: string | null) => {
    const full = {
      ...delivery('dlv_1'),
      attempts: [attempt()],
      body,
      payloadsHidden: body === null,
    };
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
