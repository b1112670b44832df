const LAST = '; the last one: ';

/**
 * What the last attempt of a disabled webhook failed with: the part of the server's message that needs no translation.
 *
 * @param message - a webhook's `disabledMessage`
 * @returns as "HTTP 500"; null where the reason says it all
 */
export const lastErrorIn = (message: string | null): string | null => {
  const at = message?.indexOf(LAST) ?? -1;
  return message === null || at < 0 ? null : message.slice(at + LAST.length);
};
