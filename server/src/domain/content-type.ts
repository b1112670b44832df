/**
 * Tells whether a content type holds people's accounts: its events never leave, and it is stripped
 * from other entries.
 *
 * @param uid - a content type's uid
 */
export const isUserContentType = (uid: string): boolean =>
  uid.startsWith('plugin::users-permissions.') || uid.startsWith('admin::');

/**
 * Tells whether a content type's events are never captured: accounts, and the plugin's own.
 *
 * @param uid - a content type's uid
 */
export const isExcludedContentType = (uid: string): boolean =>
  isUserContentType(uid) || uid.startsWith('plugin::durable-webhooks.');
