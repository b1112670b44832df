/** What an admin role may be allowed to do; `plugin::durable-webhooks.` in front makes Strapi's action id. */
export const PERMISSIONS = [
  'webhooks.read',
  'webhooks.create',
  'webhooks.update',
  'webhooks.delete',
  'webhooks.trigger',
  'webhooks.reveal-secret',
  'deliveries.redeliver',
  'deliveries.read-payloads',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
