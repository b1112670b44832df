import type { AttemptView } from '../../../../server/src/contracts/delivery';

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Writes a request as a command for a terminal. Masked values stay masked, so what it sends is not
 * signed as the original was.
 *
 * @param request - what was sent
 * @param body - what it carried; null where it may not be shown, then a file is named in its place
 */
export const asCurl = (request: NonNullable<AttemptView['request']>, body: string | null): string =>
  [
    `curl -X ${request.method} ${quote(request.url)}`,
    ...Object.entries(request.headers)
      .filter(([name]) => name.toLowerCase() !== 'content-length')
      .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    body === null ? '--data-binary @body.json' : `--data-raw ${quote(body)}`,
  ].join(' \\\n  ');
