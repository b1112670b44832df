import { messageOf } from '../../errors/message-of';

const MAX_LENGTH = 300;

/**
 * The driver's words for what went wrong, fit for a log. Knex puts the whole statement in front of them, with
 * everything that was to be written.
 *
 * @param error - whatever was thrown
 */
export const reasonOf = (error: unknown): string => {
  const message = messageOf(error);
  return message
    .slice(message.lastIndexOf(' - ') + 1)
    .replace(/^- /, '')
    .slice(0, MAX_LENGTH);
};
