/**
 * The name of a webhook that nobody named, as WooCommerce does it.
 *
 * @param nowMs - when it is created
 * @returns for instance "Webhook created on Jan 17, 2015 \@ 11:45 AM" (UTC)
 */
export const defaultWebhookName = (nowMs: number): string => {
  const date = new Date(nowMs);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(date);
  const day = part({ month: 'short', day: '2-digit', year: 'numeric' });
  const time = part({ hour: '2-digit', minute: '2-digit', hour12: true });
  return `Webhook created on ${day} @ ${time.replace('\u202f', ' ')}`;
};
