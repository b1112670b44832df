import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ATTEMPT_ERROR_CODES } from '../../server/src/domain/attempt';
import { ANSWERS } from './helpers/answers';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, cursorPageOf, delivery, pageOf, webhook } from './helpers/samples';

const open = async (answers: Answers) => {
  const full = { ...delivery('dlv_1'), body: null, attempts: [], payloadsHidden: false };
  await openPanel({
    at: '/deliveries',
    answers: { ...ANSWERS, 'GET /deliveries/dlv_1': () => answer(full), ...answers },
  });
  await screen.findByRole('table');
};
const partOf = (element: HTMLElement, selector: string): HTMLElement => {
  const part = element.closest<HTMLElement>(selector);
  if (part === null) throw new Error(`it stands in no ${selector}`);
  return part;
};

describe('what a delivery tells of', () => {
  it('is said in words, with the topic that the receiver gets beside them', async () => {
    await open({
      'GET /deliveries': () =>
        cursorPageOf([delivery('dlv_1'), delivery('dlv_2', { topic: 'shop.paid' })]),
    });
    const table = within(screen.getByRole('table'));
    expect(table.getByRole('columnheader', { name: 'Event and webhook' })).toBeTruthy();
    expect(table.getByText('publish')).toBeTruthy();
    expect(table.getByText('entry.publish')).toBeTruthy();
    // A topic of the project's own has no other words.
    expect(table.getAllByText('shop.paid')).toHaveLength(1);
    await userEvent.click(table.getByText('publish'));
    const facts = within(partOf(await screen.findByText('Event', { selector: 'dt' }), 'dl'));
    expect(facts.getByText('publish')).toBeTruthy();
    expect(facts.getByText('entry.publish')).toBeTruthy();
  });
});

describe('a delivery that is heard and not seen', () => {
  it('is told from the others by the names of its buttons', async () => {
    const deliveries = [
      delivery('dlv_1'),
      delivery('dlv_2', { webhookId: 2 }),
      delivery('dlv_3', { documentId: 'another' }),
      delivery('dlv_4', { createdAt: '2026-01-10T00:00:07.000Z' }),
      delivery('dlv_5', { topic: 'ping', uid: null, documentId: null }),
    ];
    await open({
      'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' }), webhook(2, { name: 'Shop' })]),
      'GET /deliveries': () => cursorPageOf(deliveries),
    });
    const table = within(screen.getByRole('table'));
    for (const what of ['Show the details of', 'Redeliver']) {
      for (const one of [
        'publish of doc to CRM, .*:00:00',
        'publish of doc to Shop, ',
        'publish of another to CRM, ',
        'publish of doc to CRM, .*:00:07',
        'ping to CRM, ',
      ]) {
        expect(table.getByRole('button', { name: new RegExp(`^${what} ${one}`) })).toBeTruthy();
      }
    }
  });
});

describe('what ended the last attempt', () => {
  it('is said in a few words in the list, and in full under the pointer', async () => {
    const ended = (code: string) =>
      delivery(code, { lastStatusCode: null, lastError: fullOf(code) });
    const fullOf = (code: string) => `${code}: what the server says of it, at length`;
    await open({ 'GET /deliveries': () => cursorPageOf(ATTEMPT_ERROR_CODES.map(ended)) });
    const table = within(screen.getByRole('table'));
    const words = ATTEMPT_ERROR_CODES.map((code) => table.getByTitle(fullOf(code)).textContent);
    expect(words).toEqual([
      'Connection refused',
      'Connection cut off',
      'No connection in time',
      'No answer in time',
      'Host not found',
      'TLS failed',
      'Address not allowed',
      'Answer is not HTTP',
      'Secret cannot be read',
      'Request cannot be built',
      'Interrupted',
      'Network failed',
    ]);
  });

  it('is said in the same words among its facts', async () => {
    const ended = { lastStatusCode: null, lastError: 'timeout: what the server says at length' };
    const one = delivery('dlv_1', ended);
    await open({
      'GET /deliveries': () => cursorPageOf([one]),
      'GET /deliveries/dlv_1': () =>
        answer({ ...one, body: null, attempts: [], payloadsHidden: false }),
    });
    await userEvent.click(screen.getByText('No answer in time'));
    const title = await screen.findByText('Last error', { selector: 'dt' });
    expect(title.nextElementSibling?.textContent).toBe('No answer in time');
  });

  it('is what the server says where that has no code', async () => {
    const lastError = 'something: else';
    await open({
      'GET /deliveries': () =>
        cursorPageOf([delivery('dlv_1', { lastStatusCode: null, lastError })]),
    });
    expect(within(screen.getByRole('table')).getByText(lastError)).toBeTruthy();
  });
});

describe('a delivery that had arrived and was sent again in vain', () => {
  const words = 'It had arrived before; sending it again failed';
  const again = { lastStatusCode: 401, lastError: 'HTTP 401', attemptCount: 2 } as const;

  it('says so beside its success, in the list and in the detail', async () => {
    const arrived = delivery('dlv_1', { ...again, state: 'succeeded' });
    const full = { ...arrived, body: null, attempts: [], payloadsHidden: false };
    await open({
      'GET /deliveries': () => cursorPageOf([arrived]),
      'GET /deliveries/dlv_1': () => answer(full),
    });
    const cell = partOf(screen.getByText('401 · 2 attempts'), 'td');
    expect(within(cell).getByText(words)).toBeTruthy();
    await userEvent.click(screen.getByText('publish'));
    const facts = partOf(await screen.findByText('Sent again', { selector: 'dt' }), 'dl');
    expect(within(facts).getByText(words)).toBeTruthy();
  });

  it.each([
    ['that failed', { ...again, state: 'failed' }],
    ['that arrived', { state: 'succeeded', lastStatusCode: 200, lastError: null }],
  ] as const)('nothing of it is said of one %s', async (_name, changes) => {
    await open({ 'GET /deliveries': () => cursorPageOf([delivery('dlv_1', changes)]) });
    expect(screen.queryByText(words)).toBeNull();
  });
});
