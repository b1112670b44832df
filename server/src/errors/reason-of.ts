import { messageOf } from './message-of';

const MAX_LENGTH = 300;
/** Knex puts the whole statement in front of the driver's words, with everything that was to be written. */
const STATEMENT =
  /^\s*(with|select|insert|update|delete|replace|begin|set|commit|rollback)\b[\s\S]* - /i;

/**
 * What went wrong in words that are fit for a log: of a database error the driver's words alone.
 *
 * @param error - whatever was thrown
 */
export const reasonOf = (error: unknown): string =>
  withoutStatement(messageOf(error)).slice(0, MAX_LENGTH);

/**
 * The message of a database error without the statement.
 *
 * @param message - any message; one that holds no statement comes back as it is
 */
export const withoutStatement = (message: string): string => message.replace(STATEMENT, '');
