import { screen } from '@testing-library/react';
import { openForm, SAVED } from './helpers/form';
import { answer } from './helpers/samples';

const open = (changes: object) =>
  openForm('/webhooks/1', { 'GET /webhooks/1': () => answer({ ...SAVED, ...changes }) });

describe('the page of a webhook that is not active', () => {
  it.each([
    ['connection_refused: ECONNREFUSED 127.0.0.1:9', 'The last error: Connection refused'],
    ['HTTP 503', 'The last error: HTTP 503'],
  ])('says in words what disabled it: %s', async (error, words) => {
    await open({
      status: 'disabled',
      disabledReason: 'consecutive_failures',
      disabledMessage: `5 deliveries in a row failed; the last one: ${error}`,
      disabledAt: '2026-01-10T00:00:00.000Z',
    });
    await screen.findByText(words);
    expect(screen.getByText(/^What happens while it is disabled is held/)).toBeTruthy();
  });

  it('says what becomes of events while it is paused', async () => {
    await open({ status: 'paused', pausedReason: 'manual' });
    await screen.findByText(/^What happens while it is paused is held, and nothing is lost\./);
    expect(screen.queryByText(/while it is disabled/)).toBeNull();
  });

  it('says nothing of the kind of one that is', async () => {
    await open({});
    expect(screen.queryByText(/^What happens while it is/)).toBeNull();
  });
});
