import { screen, waitFor, within } from '@testing-library/react';
import { openForm, SAVED } from './helpers/form';
import { answer, attempt } from './helpers/samples';
import { at, click, fill } from './helpers/use';

/** A test that is on its way until it is told to finish. */
const triggerTest = async () => {
  let finish = () => {};
  await openForm('/webhooks/1', {
    'POST /webhooks/1/trigger': () =>
      new Promise((resolve) => {
        finish = () => resolve(answer({ topic: 'trigger-test', attempt: attempt(), body: '{}' }));
      }),
  });
  await click('button', 'Trigger a test');
  const region = await screen.findByRole('region', { name: 'Test' });
  await within(region).findAllByText(/^Sending a signed test/);
  return { region, finish };
};

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

  it('comes into sight with the focus, which goes back to the button in the end', async () => {
    const scroll = jest.spyOn(Element.prototype, 'scrollIntoView');
    const { region, finish } = await triggerTest();
    expect(document.activeElement).toBe(region);
    expect(scroll.mock.contexts.at(-1)).toBe(region);
    expect(screen.getByRole('button', { name: 'Trigger a test' }).matches(':disabled')).toBe(true);
    scroll.mockClear();
    finish();
    await within(region).findByText('Status 200');
    expect(document.activeElement).toBe(region);
    expect(scroll.mock.contexts).toEqual([region]);
    expect(at(scroll.mock.calls, 0)).toEqual([{ behavior: 'smooth', block: 'start' }]);
    await click('button', 'Close');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Trigger a test' }));
    scroll.mockRestore();
  });

  it('leaves whoever types meanwhile alone, and moves at once where motion is not wanted', async () => {
    const scroll = jest.spyOn(Element.prototype, 'scrollIntoView');
    const { matchMedia } = window;
    const media = jest.spyOn(window, 'matchMedia').mockImplementation((query) => ({
      ...matchMedia(query),
      matches: query.includes('reduced-motion') || query.includes('min-width'),
    }));
    const { region, finish } = await triggerTest();
    expect(scroll.mock.calls.at(-1)).toEqual([{ behavior: 'auto', block: 'start' }]);
    scroll.mockClear();
    const url = screen.getByRole('textbox', { name: /^URL/ });
    url.focus();
    finish();
    await within(region).findByText('Status 200');
    expect(document.activeElement).toBe(url);
    expect(scroll).not.toHaveBeenCalled();
    media.mockRestore();
    scroll.mockRestore();
  });

  it('goes away when something else is saved, and comes again with the next test', async () => {
    const url = 'https://example.com/other';
    let saved = SAVED;
    await openForm('/webhooks/1', {
      'GET /webhooks/1': () => answer(saved),
      'PUT /webhooks/1': () => {
        saved = { ...SAVED, deliveryUrl: url, updatedAt: '2026-01-02T00:00:00.000Z' };
        return answer(saved);
      },
      'POST /webhooks/1/trigger': () =>
        answer({ topic: 'trigger-test', attempt: attempt(), body: '{}' }),
    });
    await click('button', 'Trigger a test');
    await screen.findByText('Status 200');
    await fill(at(screen.getAllByLabelText('Value'), 0), 'Bearer new');
    expect(screen.getByText('Status 200')).toBeTruthy();
    await fill(screen.getByLabelText(/^URL/), url);
    await click('button', 'Save');
    await screen.findByText('Saved');
    expect(screen.queryByRole('region', { name: 'Test' })).toBeNull();
    await click('button', 'Trigger a test');
    await screen.findByText('Status 200');
  });

  it.each([
    ['something', { name: 'Theirs' }],
    ['a secret or a hidden value, which looks the same', {}],
  ])('goes away when somebody else saves %s', async (_what, changes) => {
    let saved = SAVED;
    await openForm('/webhooks/1', {
      'GET /webhooks/1': () => answer(saved),
      'POST /webhooks/1/pause': () => answer(saved),
      'POST /webhooks/1/trigger': () =>
        answer({ topic: 'trigger-test', attempt: attempt(), body: '{}' }),
    });
    await click('button', 'Trigger a test');
    await screen.findByText('Status 200');
    saved = { ...SAVED, ...changes, updatedAt: '2026-01-02T00:00:00.000Z' };
    // Any action asks for the webhook again.
    await click('switch', 'Pause CRM');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Test' })).toBeNull());
  });
});
