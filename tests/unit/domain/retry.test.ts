import { parseRetryAfterMs } from '../../../server/src/domain/retry-after';
import { isSuccess, WOOCOMMERCE_SUCCESS } from '../../../server/src/domain/response-verdict';
import {
  nextRetryDelayMs,
  STANDARD_RETRY_SCHEDULE,
} from '../../../server/src/domain/rules/retry-schedule';

describe('nextRetryDelayMs', () => {
  it("follows Standard Webhooks' schedule, and then ends", () => {
    const delays = STANDARD_RETRY_SCHEDULE.map((_seconds, index) =>
      nextRetryDelayMs(STANDARD_RETRY_SCHEDULE, index + 1, 0, 0.5),
    );
    expect(delays).toEqual([
      5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000,
      86_400_000,
    ]);
    expect(nextRetryDelayMs(STANDARD_RETRY_SCHEDULE, 10, 0.2, 0.5)).toBeNull();
  });

  it.each([
    [0, 8_000],
    [0.5, 10_000],
    [0.999_999, 12_000],
  ])('spreads a delay by ±20 %% (chance %d)', (random, expected) => {
    expect(nextRetryDelayMs([10], 1, 0.2, random)).toBe(expected);
  });
});

describe('parseRetryAfterMs', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['120', 120_000],
    ['0', null],
    ['-5', null],
    ['99999999999', 86_400_000],
    ['9'.repeat(30), 86_400_000],
    ['9'.repeat(400), 86_400_000],
    ['soon', null],
    ['', null],
    [null, null],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', null],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
  ])('reads %p', (value, expected) => {
    expect(parseRetryAfterMs(value, null, now)).toBe(expected);
  });

  it("measures a date against the receiver's own clock", () => {
    expect(
      parseRetryAfterMs('Thu, 01 Jan 2026 10:00:30 GMT', 'Thu, 01 Jan 2026 10:00:00 GMT', now),
    ).toBe(30_000);
  });
});

describe('isSuccess', () => {
  it.each([200, 201, 204, 299, 301, 302])('%i is a success, as in WooCommerce', (status) => {
    expect(isSuccess(status, WOOCOMMERCE_SUCCESS)).toBe(true);
  });

  it.each([100, 199, 300, 303, 304, 307, 308, 400, 404, 410, 429, 500, 503])(
    '%i is a failure',
    (status) => {
      expect(isSuccess(status, WOOCOMMERCE_SUCCESS)).toBe(false);
    },
  );

  it.each<[number, readonly (number | string)[], boolean]>([
    [204, ['2xx'], true],
    [301, ['2xx'], false],
    [302, ['2xx', 301], false],
    [301, ['2xx', 301], true],
    [404, [404], true],
    [200, [404], false],
    [399, ['3xx'], true],
    [400, ['3xx', 401], false],
    [500, ['2xx', '3xx', '4xx'], false],
  ])('%i among %j: %s, where an app has rules of its own', (status, accepted, expected) => {
    expect(isSuccess(status, accepted)).toBe(expected);
  });
});
