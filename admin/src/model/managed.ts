import type { WebhookView } from '../../../server/src/contracts/webhook';

/**
 * Tells whether a webhook is defined in the project's configuration: the panel may pause and resume it,
 * and nothing else.
 *
 * @param webhook - as the server shows it
 */
export const isManagedInCode = ({ managedBy }: Pick<WebhookView, 'managedBy'>): boolean =>
  managedBy === 'config';
