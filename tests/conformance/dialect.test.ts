import { isRetryable } from '../../server/src/adapters/database/database-errors';
import { mysqlLockMode } from '../../server/src/adapters/database/dialect';

describe('dialects', () => {
  test.each([
    ['8.0.36', 'skip-locked'],
    ['8.4.0-log', 'skip-locked'],
    ['9.1.0', 'skip-locked'],
    ['5.7.44', 'wait'],
    ['10.6.12-MariaDB', 'skip-locked'],
    ['11.4.2-MariaDB-ubu2404', 'skip-locked'],
    ['5.5.5-10.11.6-MariaDB-1:10.11.6+maria~deb12', 'skip-locked'],
    ['10.5.23-MariaDB', 'wait'],
  ] as const)('know that version %s means %s', (version, mode) => {
    expect(mysqlLockMode(version)).toBe(mode);
  });

  test.each([
    [{ code: '40P01' }, true],
    [{ code: '40001' }, true],
    [{ code: '55P03' }, true],
    [{ code: 'ER_LOCK_DEADLOCK', errno: 1213 }, true],
    [{ code: 'ER_LOCK_WAIT_TIMEOUT', errno: 1205 }, true],
    [{ code: 'ER_CHECKREAD', errno: 1020 }, true],
    [{ code: 'SQLITE_BUSY' }, true],
    [{ code: 'SQLITE_BUSY_SNAPSHOT' }, true],
    [{ code: 'SQLITE_LOCKED' }, true],
    [{ cause: { cause: { code: '40P01' } } }, true],
    [{ code: '23505' }, false],
    [{ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }, false],
    [{ code: 'ER_DUP_ENTRY', errno: 1062 }, false],
    ['40P01', false],
    [null, false],
    [undefined, false],
  ])('tell of %j whether it may be tried again: %s', (error, retryable) => {
    expect(isRetryable(error)).toBe(retryable);
  });
});
