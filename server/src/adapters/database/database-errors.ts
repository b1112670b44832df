const RETRYABLE_CODES = new Set<unknown>(['40P01', '40001', '55P03']);
/** Deadlock, lock wait timeout, and MariaDB's "record has changed since last read". */
const RETRYABLE_NUMBERS = new Set<unknown>([1213, 1205, 1020]);
const SQLITE_RETRYABLE = /^SQLITE_(BUSY|LOCKED)/;
const MAX_CAUSES = 5;

/**
 * Tells whether a transaction failed only because of another one, so that it may run again.
 *
 * @param error - what it threw; the causes are looked at too
 * @returns true for deadlocks, lock timeouts and busy files
 */
export const isRetryable = (error: unknown): boolean => {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current !== undefined; depth += 1) {
    const code = fieldOf(current, 'code');
    if (RETRYABLE_CODES.has(code) || RETRYABLE_NUMBERS.has(fieldOf(current, 'errno'))) return true;
    if (typeof code === 'string' && SQLITE_RETRYABLE.test(code)) return true;
    current = fieldOf(current, 'cause');
  }
  return false;
};

/** Tells whether creating a table failed only because another instance was faster. */
export const isAlreadyExists = (error: unknown): boolean =>
  fieldOf(error, 'code') === 'ER_TABLE_EXISTS_ERROR' ||
  (fieldOf(error, 'code') === 'SQLITE_ERROR' &&
    /already exists/.test(String(fieldOf(error, 'message'))));

/** A field of something that the driver threw or returned; undefined where there is none. */
export const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
