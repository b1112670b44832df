import { originOf, restoreUrl } from '../domain/masked-url';
import type { Webhook } from '../domain/webhook';
import type { FieldFault } from '../errors/plugin-error';

/**
 * Says what is wrong with where a webhook is to go.
 *
 * @param fields - well-formed fields
 * @param current - the webhook as it is, or null for a new one
 * @param addressFault - why nothing is sent to the wanted URL, or null
 */
export const receiverFaults = (
  { deliveryUrl }: { readonly deliveryUrl?: string | undefined },
  current: Pick<Webhook, 'deliveryUrl'> | null,
  addressFault: string | null,
): FieldFault[] => {
  if (deliveryUrl === undefined) return [];
  const masked = restoreUrl(deliveryUrl, current?.deliveryUrl ?? null).missing.map((name) => ({
    path: ['deliveryUrl'],
    message: `the value of "${name}" is masked and not known for this address; give it in clear`,
  }));
  // Whoever changes something else need not repair where it goes: that was allowed when it was saved.
  if (current !== null && originOf(deliveryUrl) === originOf(current.deliveryUrl)) return masked;
  return [
    ...masked,
    ...(addressFault === null ? [] : [{ path: ['deliveryUrl'], message: addressFault }]),
  ];
};
