import { cleanup, screen } from '@testing-library/react';
import { AttemptResult } from '../../admin/src/components/attempt-result';
import { DeliveryState } from '../../admin/src/components/delivery-state';
import { LastDelivery } from '../../admin/src/components/last-delivery';
import { AttemptItem } from '../../admin/src/pages/deliveries/attempt-item';
import { ANSWERS } from './helpers/answers';
import { openPanel } from './helpers/panel';
import {
  answer,
  attempt,
  cursorPageOf,
  delivery,
  health,
  pageOf,
  webhook,
} from './helpers/samples';
import { show } from './helpers/show';

const answered = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  attempt({
    request: { method: 'POST', url: 'https://example.com/hook', headers: {} },
    response: { status, headers: { ...headers }, body: '', bodyTruncated: false },
  });
/** The classes that give a badge its colours. */
const coloursOf = (words: string): string => {
  const text = screen.getByText(words);
  const colours = `${text.parentElement?.className} ${text.className}`;
  cleanup();
  return colours;
};

describe('an answer that redirects and counts as success', () => {
  it.each([
    ['https://www.example.com/hook', 'https://www.example.com/hook'],
    ['/hook/', 'https://example.com/hook/'],
    ['https://example.com/?token=••••', 'https://example.com/?token=••••'],
  ])('says which address to enter: %s', (location, address) => {
    show(<AttemptResult attempt={answered(302, { Location: location })} />);
    const words = `The receiver redirects to ${address}, and redirects are not followed: nothing was sent there. Enter that address as the URL.`;
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('says what to do where it names no address', () => {
    show(<AttemptResult attempt={answered(301)} />);
    expect(screen.getByText(/Use the address that it redirects to\.$/)).toBeTruthy();
  });

  it('says why it counts as delivered, and nothing of it where it does not', () => {
    const words = /^It counts as delivered, because .* counts a 302 as success\.$/;
    show(<AttemptResult attempt={answered(302, { Location: '/hook/' })} />);
    expect(screen.getByText(words)).toBeTruthy();
    cleanup();
    show(<AttemptResult attempt={{ ...answered(307), outcome: 'failure' }} />);
    expect(screen.getByText(/Use the address that it redirects to\.$/)).toBeTruthy();
    expect(screen.queryByText(/It counts as delivered/)).toBeNull();
  });

  it('is not as green as one that arrived', () => {
    show(<AttemptResult attempt={answered(204)} />);
    const good = coloursOf('Status 204');
    show(<AttemptResult attempt={answered(302)} />);
    const warning = coloursOf('Status 302');
    expect(warning).not.toBe(good);
    show(<AttemptItem attempt={answered(302)} startsOpen={false} />);
    expect(coloursOf('302')).toBe(warning);
    const succeeded = { state: 'succeeded', inFlight: false, lastError: null } as const;
    show(<DeliveryState delivery={{ ...succeeded, lastStatusCode: 302 }} />);
    expect(coloursOf('Succeeded')).toBe(warning);
    show(<DeliveryState delivery={{ ...succeeded, lastStatusCode: 200 }} />);
    expect(coloursOf('Succeeded')).toBe(good);
    show(<DeliveryState delivery={{ ...succeeded, lastStatusCode: 307, lastError: 'HTTP 307' }} />);
    expect(coloursOf('Succeeded')).toBe(good);
  });

  it.each([
    ['succeeded', 302, null, 1, 0],
    ['succeeded', 200, null, 0, 0],
    ['failed', 308, 'HTTP 308', 0, 0],
    ['succeeded', 307, 'HTTP 307', 0, 1],
  ] as const)(
    'says so of the last delivery: %s with %d, %s',
    (state, statusCode, error, ...counts) => {
      const at = new Date().toISOString();
      const last = {
        id: 'dlv_1',
        topic: 'entry.publish',
        at,
        attemptedAt: at,
        state,
        statusCode,
        durationMs: 5,
        error,
      };
      show(<LastDelivery delivery={last} />);
      const texts = ['Redirect, not followed', 'It had arrived before; sending it again failed'];
      expect(texts.map((words) => screen.queryAllByText(words).length)).toEqual(counts);
    },
  );

  it('says so in the list of deliveries', async () => {
    const succeeded = { state: 'succeeded', lastError: null } as const;
    await openPanel({
      at: '/deliveries',
      answers: {
        ...ANSWERS,
        'GET /deliveries': () =>
          cursorPageOf([
            delivery('dlv_1', { ...succeeded, lastStatusCode: 301 }),
            delivery('dlv_2', { ...succeeded, lastStatusCode: 200 }),
            delivery('dlv_3', { ...succeeded, lastStatusCode: 307, lastError: 'HTTP 307' }),
          ]),
      },
    });
    const words = await screen.findByText('Redirect, not followed');
    expect(words.closest('td')?.textContent).toContain('301 · 1 attempt');
    expect(screen.getByTitle(/It counts as delivered, .* counts a 301 as success\.$/)).toBeTruthy();
  });

  it('needs attention', async () => {
    const at = new Date().toISOString();
    await openPanel({
      at: '/overview',
      answers: {
        ...ANSWERS,
        'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
        'GET /webhooks/health': () =>
          answer([
            {
              ...health(1, 0, 3),
              lastDelivery: {
                id: 'dlv_1',
                topic: 'entry.publish',
                at,
                state: 'succeeded',
                statusCode: 302,
                durationMs: 5,
                error: null,
              },
            },
          ]),
      },
    });
    const words = await screen.findByText(/^Its last delivery was answered with a redirect/);
    expect(words.closest('li')?.textContent).toMatch(/^RedirectsCRM/);
  });
});
