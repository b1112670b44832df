import type { WebhookView } from '../contracts/webhook';
import type { WebhookWithSecretView } from '../contracts/webhook-actions';
import { standardFormOf } from '../domain/secret';

/**
 * A webhook with its new secret, in both forms. Older secrets that still sign stay out: showing them
 * takes the permission to reveal.
 */
export const withSecret = ({
  webhook,
  secret,
}: {
  readonly webhook: WebhookView;
  readonly secret: string;
}): WebhookWithSecretView => ({ ...webhook, secret, standardSecret: standardFormOf(secret) });
