import { screen } from '@testing-library/react';
import { AttemptResult } from '../../admin/src/components/attempt-result';
import { attemptHint } from '../../admin/src/model/attempt-hint';
import { AttemptItem } from '../../admin/src/pages/deliveries/attempt-item';
import type { AttemptView } from '../../server/src/contracts/delivery';
import { ATTEMPT_ERROR_CODES, type AttemptErrorCode } from '../../server/src/domain/attempt';
import { attempt } from './helpers/samples';
import { show } from './helpers/show';

const failure = (changes: Partial<AttemptView>): AttemptView =>
  attempt({ outcome: 'failure', durationMs: 12, request: null, response: null, ...changes });
const answered = (status: number) =>
  failure({ response: { status, headers: {}, body: '', bodyTruncated: false } });
const failed = (code: AttemptErrorCode) =>
  failure({ error: { code, message: 'in the words of the server' } });

/** What somebody is told who has never heard of the code. */
const WORDS: Readonly<Record<AttemptErrorCode, RegExp>> = {
  connection_refused: /^Nothing listens at this address and port\. Is the receiver running/,
  connection_reset: /^The receiver closed the connection before it answered/,
  connect_timeout: /^No connection came about in time\. The receiver may be down, or a firewall/,
  timeout: /^The receiver took too long\. It should answer at once.*or get a longer timeout\.$/,
  dns_failed: /^The host name cannot be found\. Check its spelling/,
  tls_failed: /the certificate is expired, self-signed, or made for another host\.$/,
  address_blocked:
    /^Nothing is sent to this address or port\. If the receiver is your own, add the host or address .* to the plugin’s setting network\.allow\.$/,
  invalid_response: /^What came back is not HTTP\. Is it the right port/,
  secret_unreadable: /^The secret cannot be decrypted.*Rotate it, or bring the old key back\.$/,
  request_invalid: /^The request could not be built\. Check the URL and the headers\.$/,
  interrupted: /^Strapi stopped while it waited for the answer/,
  network_error: /^The network failed on the way\.$/,
};

/** Where nothing left the server there was nothing to answer. */
const UNSENT: readonly AttemptErrorCode[] = [
  'address_blocked',
  'secret_unreadable',
  'request_invalid',
];

const BY_STATUS: readonly (readonly [number, RegExp])[] = [
  [301, /redirects are not followed\. Use the address that it redirects to\.$/],
  [308, /redirects are not followed/],
  [400, /^The receiver understood the request and refuses it/],
  [401, /^The receiver refuses who is asking\. If it wants a token/],
  [403, /^The receiver refuses who is asking/],
  [404, /^404: the host answers, but there is nothing at this path/],
  [405, /^405: the receiver takes no POST requests at this path/],
  [410, /^410 Gone: the receiver says that this address is not used any more/],
  [413, /^413: the body is too large for the receiver/],
  [429, /^429: the receiver gets too much at once\. Lower “Requests at once”/],
  [500, /^The receiver failed while it handled the request/],
  [503, /^The receiver failed while it handled the request/],
];

describe('an attempt that failed says in plain words what to do', () => {
  it.each(ATTEMPT_ERROR_CODES)('%s', (code) => {
    show(<AttemptResult attempt={failed(code)} />);
    const unsent = UNSENT.includes(code);
    expect(screen.queryAllByText('No response')).toHaveLength(unsent ? 0 : 1);
    expect(screen.queryAllByText('after 12 ms')).toHaveLength(unsent ? 0 : 1);
    expect(screen.queryAllByText('Not sent')).toHaveLength(unsent ? 1 : 0);
    expect(screen.getByText(WORDS[code])).toBeTruthy();
    expect(screen.getByText('in the words of the server')).toBeTruthy();
  });

  it.each(ATTEMPT_ERROR_CODES)('%s, also in a line of the timeline', (code) => {
    show(<AttemptItem attempt={failed(code)} startsOpen={false} />);
    const line = screen.getByRole('button', { name: /^Attempt 1/ }).textContent;
    if (UNSENT.includes(code)) {
      expect(line).toContain('Not sent');
      expect(line).not.toMatch(/No response|12 ms/);
    } else {
      expect(line).toContain('No response');
      expect(line).toContain('in 12 ms');
    }
  });

  it.each(BY_STATUS)('status %d', (status, words) => {
    show(<AttemptResult attempt={answered(status)} />);
    expect(screen.getByText(`Status ${status}`)).toBeTruthy();
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('and has nothing to say about one that succeeded', () => {
    expect([200, 204, 299].map((status) => attemptHint(answered(status)))).toEqual([
      null,
      null,
      null,
    ]);
  });
});
