import type { AttemptView, DeliveryView } from '../../../server/src/contracts/delivery';

/**
 * Whether an answer sends people elsewhere. Redirects are not followed, also where they count as success: the
 * place that they name gets nothing.
 *
 * @param status - of the answer; null without one
 */
export const isRedirect = (status: number | null): boolean =>
  status !== null && status >= 300 && status < 400;

/** How a delivery stands after its last attempt. */
interface Outcome {
  readonly state: DeliveryView['state'];
  readonly statusCode: number | null;
  readonly error: string | null;
}

/**
 * Whether a delivery counts as delivered by a redirect. What has arrived stays so when it is sent again in vain: a
 * redirect that failed then counts as nothing.
 *
 * @param outcome - with the status code and the error of the last attempt
 */
export const isCountedRedirect = ({ state, statusCode, error }: Outcome): boolean =>
  state === 'succeeded' && error === null && isRedirect(statusCode);

/**
 * Where an attempt was sent on to.
 *
 * @param attempt - what came of one HTTP try
 * @returns the whole address where it can be told, or as the receiver wrote it; null when it named none
 */
export const redirectTarget = ({
  request,
  response,
}: Pick<AttemptView, 'request' | 'response'>): string | null => {
  if (response === null || !isRedirect(response.status)) return null;
  const headers = Object.entries(response.headers);
  const named = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
  if (named === '') return null;
  const base = request?.url;
  // What reads as a mask would be escaped.
  return URL.canParse(named) || !URL.canParse(named, base) ? named : new URL(named, base).href;
};
