import { screen, waitFor } from '@testing-library/react';
import { Refusal } from './helpers/api';
import { openForm, SAVED } from './helpers/form';
import { answer } from './helpers/samples';
import { click, fill } from './helpers/use';

const THEIRS = { ...SAVED, name: 'Theirs', updatedAt: '2026-01-02T00:00:00.000Z' };
const name = () => screen.getByLabelText<HTMLInputElement>(/^Name/, { selector: '[name=name]' });

it('shows in an untouched form what somebody else has saved', async () => {
  let saved = SAVED;
  const api = await openForm('/webhooks/1', {
    'GET /webhooks/1': () => answer(saved),
    'POST /webhooks/1/pause': () => answer({ ...THEIRS, status: 'paused' }),
    'PUT /webhooks/1': () => answer({ ...saved, name: 'Mine', updatedAt: '2026-01-03T00:00:00Z' }),
  });
  expect(name().value).toBe('CRM');
  saved = { ...THEIRS, status: 'paused' };
  // Whatever it asks for again brings the change; the clock of the screen does too.
  await click('switch', 'Pause CRM');
  await waitFor(() => expect(name().value).toBe('Theirs'));
  await fill(name(), 'Mine');
  await click('button', 'Save');
  await screen.findByText('Saved');
  expect(api.to('PUT /webhooks/1').at(-1)?.data).toMatchObject({
    name: 'Mine',
    updatedAt: THEIRS.updatedAt,
  });
  // What was known before the save must not come back into the form.
  expect(name().value).toBe('Mine');
});

it('offers to show what is saved when somebody else was first', async () => {
  let saved = SAVED;
  await openForm('/webhooks/1', {
    'GET /webhooks/1': () => answer(saved),
    'PUT /webhooks/1': () => new Refusal(409, 'in the words of the server', 'webhook_conflict'),
  });
  await fill(name(), 'Mine');
  saved = THEIRS;
  await click('button', 'Save');
  const words = await screen.findByText(/^Somebody else has changed this webhook/);
  await waitFor(() => expect(words.closest('[role=alert]')).toBe(document.activeElement));
  expect(name().value).toBe('Mine');
  await click('button', 'Give up my changes and show what is saved');
  await waitFor(() => expect(name().value).toBe('Theirs'));
  expect(screen.queryByText(/^Somebody else has changed this webhook/)).toBeNull();
});

it('shows a number that somebody else has saved in the place of one that was typed', async () => {
  let saved = SAVED;
  const api = await openForm('/webhooks/1', {
    'GET /webhooks/1': () => answer(saved),
    'POST /webhooks/1/pause': () => answer(saved),
    'PUT /webhooks/1': () => answer(saved),
  });
  const atOnce = () => screen.getByLabelText<HTMLInputElement>('Requests at once');
  const field = atOnce();
  saved = { ...SAVED, concurrency: 7, updatedAt: '2026-01-02T00:00:00.000Z' };
  await fill(field, '7');
  // Typing goes on in the same field.
  expect(atOnce()).toBe(field);
  await click('button', 'Save');
  await screen.findByText('Saved');
  expect(atOnce().value).toBe('7');
  saved = { ...saved, concurrency: 9, updatedAt: '2026-01-03T00:00:00.000Z' };
  await click('switch', 'Pause CRM');
  await waitFor(() => expect(atOnce().value).toBe('9'));
  await fill(atOnce(), '4');
  await click('button', 'Save');
  await waitFor(() => expect(api.to('PUT /webhooks/1')).toHaveLength(2));
  expect(api.to('PUT /webhooks/1').at(-1)?.data).toMatchObject({ concurrency: 4 });
});
