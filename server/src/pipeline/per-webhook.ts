import type { WebhookWithSecret } from './ports';

/**
 * Makes something once for each version of each webhook, and finds it again: what all of its requests share need not be
 * made for every one of them.
 *
 * @param make - makes it
 */
export const perWebhook = <T>(
  make: (webhook: WebhookWithSecret) => T,
): ((webhook: WebhookWithSecret) => T) => {
  const made = new WeakMap<WebhookWithSecret, { readonly value: T }>();
  return (webhook) => {
    const known = made.get(webhook);
    if (known !== undefined) return known.value;
    const value = make(webhook);
    made.set(webhook, { value });
    return value;
  };
};
