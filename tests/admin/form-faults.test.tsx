import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Refusal } from './helpers/api';
import { openForm } from './helpers/form';
import { at, click, fill } from './helpers/use';

const headerValues = () =>
  within(screen.getByRole('region', { name: 'Headers' })).getAllByLabelText('Value');

describe('what is wrong with a field', () => {
  const wrong = (path: string, message: string) =>
    new Refusal(400, 'Invalid', 'webhook_invalid', [{ path: path.split('.'), message }]);
  const url = () => screen.getByLabelText<HTMLInputElement>(/^URL/);
  const gone = async (words: RegExp) => waitFor(() => expect(screen.queryByText(words)).toBeNull());

  it('is said until the field is changed, and no longer', async () => {
    await openForm('/webhooks/create');
    await click('button', 'Create');
    await screen.findByText('Say where events are sent.');
    await screen.findByText('Choose at least one event.');
    await fill(url(), 'https://example.com/hook');
    await gone(/^Say where events are sent/);
    expect(url().getAttribute('aria-invalid')).not.toBe('true');
    expect(screen.getByText('Choose at least one event.')).toBeTruthy();
    await click('checkbox', 'publish');
    await gone(/^Choose at least one event/);
  });

  it('is said in the words of the server no longer than that either', async () => {
    const refuse = () => wrong('deliveryUrl', 'the server dislikes it');
    await openForm('/webhooks/1', { 'PUT /webhooks/1': refuse });
    await fill(url(), 'https://example.com/hook');
    await click('button', 'Save');
    await screen.findByText('the server dislikes it');
    await fill(url(), 'https://example.com/other');
    await gone(/the server dislikes it/);
  });

  it('is said of content types until they or the events are changed', async () => {
    await openForm('/webhooks/create?start=generic');
    await fill(url(), 'https://example.com/hook');
    await click('checkbox', 'All content types, also those that are added later');
    await click('button', 'Create');
    await screen.findByText('Choose at least one content type, or all of them.');
    await click('checkbox', 'All entry events');
    await gone(/^Choose at least one content type/);
  });

  it('is said of headers until one of them is changed', async () => {
    const refuse = () => wrong('headers.X-Team', 'the server dislikes it');
    await openForm('/webhooks/1', { 'PUT /webhooks/1': refuse });
    await fill(at(headerValues(), 1), 'sports');
    await click('button', 'Save');
    await screen.findByText('the server dislikes it');
    await fill(at(headerValues(), 1), 'culture');
    await gone(/the server dislikes it/);
  });

  it('stands at the value of a header when that is missing', async () => {
    await openForm('/webhooks/1');
    await userEvent.clear(at(headerValues(), 1));
    await click('button', 'Save');
    await screen.findByText('Give the header a value.');
    expect(at(headerValues(), 1).getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(at(headerValues(), 1)));
  });

  it('stands at the hidden value of a header that would go to another receiver', async () => {
    const words =
      'It is hidden and does not go along to another receiver (scheme, host or port). Type it again.';
    const api = await openForm('/webhooks/1');
    await fill(url(), 'https://example.com/other-path');
    await click('button', 'Save');
    await screen.findByText('Saved');
    await fill(url(), 'https://other.example.com/hook');
    await click('button', 'Save');
    await screen.findByText(words);
    const value = at(headerValues(), 0);
    expect(value.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(value));
    expect(api.to('PUT /webhooks/1')).toHaveLength(1);
    await fill(url(), 'https://example.com/hook');
    expect(screen.queryByText(words)).toBeNull();
  });

  it('stands at the hidden value too when only the server knows of it', async () => {
    const refuse = () => wrong('headers.Authorization', 'its value is masked');
    await openForm('/webhooks/1', { 'PUT /webhooks/1': refuse });
    await fill(at(headerValues(), 1), 'sports');
    await click('button', 'Save');
    await screen.findByText('its value is masked');
    expect(at(headerValues(), 0).getAttribute('aria-invalid')).toBe('true');
  });

  it('has the focus, also when it is about all headers', async () => {
    const refuse = () => wrong('headers', 'there are too many');
    await openForm('/webhooks/1', { 'PUT /webhooks/1': refuse });
    await fill(at(headerValues(), 1), 'sports');
    await click('button', 'Save');
    const words = await screen.findByText('there are too many');
    await waitFor(() => expect(document.activeElement).toBe(words));
    await fill(at(headerValues(), 1), 'culture');
    await gone(/there are too many/);
  });
});
