import { screen, within } from '@testing-library/react';
import { openForm } from './helpers/form';
import { answer, attempt } from './helpers/samples';
import { click } from './helpers/use';

describe('the result of a test', () => {
  it('shows what was sent and what came back', async () => {
    const sent = attempt({
      request: { method: 'POST', url: 'https://example.com', headers: { 'x-topic': 'test' } },
      response: { status: 200, headers: {}, body: 'thanks', bodyTruncated: false },
    });
    await openForm('/webhooks/1', {
      'POST /webhooks/1/trigger': () =>
        answer({ topic: 'trigger-test', attempt: sent, body: '{"event":"trigger-test"}' }),
    });
    await click('button', 'Trigger a test');
    const result = within(await screen.findByRole('region', { name: 'Test' }));
    await result.findByText('Status 200');
    expect(result.getByText('after 85 ms')).toBeTruthy();
    expect(result.getByLabelText('Request').textContent).toContain('x-topic: test');
    expect(result.getByLabelText('Request body').textContent).toBe(
      '{\n  "event": "trigger-test"\n}',
    );
    expect(result.getByLabelText('Response body').textContent).toBe('thanks');
  });
});
