import { readNullableInteger, type Row } from './rows';

/** So far away (in the year 144,000) that no claim reaches it, and still an exact number everywhere. */
export const WAITING_MS = 2 ** 52;

/** Whether a row's instants say that it waits for an earlier delivery. */
export const isWaiting = (row: Row): boolean =>
  [readNullableInteger(row, 'due_at'), readNullableInteger(row, 'manual_at')].some(
    (instant) => instant !== null && instant >= WAITING_MS,
  );

/** An instant as it is once nothing earlier is in the way. */
export const readInstant = (row: Row, column: string): number | null => {
  const instant = readNullableInteger(row, column);
  return instant === null ? null : instant % WAITING_MS;
};
