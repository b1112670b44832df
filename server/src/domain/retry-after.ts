/** A receiver may ask for silence, but not for ever. */
export const MAX_RETRY_AFTER_MS = 24 * 3600 * 1000;

const SECONDS = /^\d+(\.\d+)?$/;

/**
 * Reads a `Retry-After` header, which is either seconds or an HTTP date.
 *
 * @param value - the header as received, or null
 * @param receiverNow - the receiver's own `Date` header, or null: a date is measured against the clock that wrote it
 * @param nowMs - our clock, used when the receiver tells no date
 * @returns milliseconds to wait, clamped to 24 hours, or null when there is nothing to honour
 */
export const parseRetryAfterMs = (
  value: string | null,
  receiverNow: string | null,
  nowMs: number,
): number | null => {
  const text = value?.trim() ?? '';
  if (SECONDS.test(text)) return clamp(Number(text) * 1000);
  const date = Date.parse(text);
  if (Number.isNaN(date)) return null;
  const theirs = Date.parse(receiverNow ?? '');
  return clamp(date - (Number.isNaN(theirs) ? nowMs : theirs));
};

const clamp = (delayMs: number): number | null =>
  delayMs <= 0 ? null : Math.min(delayMs, MAX_RETRY_AFTER_MS);
