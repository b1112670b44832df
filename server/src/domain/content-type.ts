/**
 * Tells whether a content type holds people's accounts: its events never leave, and it is stripped
 * from other entries.
 *
 * @param uid - a content type's uid
 */
export const isUserContentType = (uid: string): boolean =>
  uid.startsWith('plugin::users-permissions.') || uid.startsWith('admin::');

const UNANNOUNCED = ['upload', 'i18n', 'content-releases', 'review-workflows'];

/**
 * Tells whether Strapi itself writes a content type in ways that it announces nowhere, so that choosing it would
 * promise events that never come: files (they have `media.*`), folders, locales, releases, workflows.
 *
 * @param uid - a content type's uid
 */
export const isUnannouncedContentType = (uid: string): boolean =>
  UNANNOUNCED.some((plugin) => uid.startsWith(`plugin::${plugin}.`));

/**
 * Tells whether a content type's events are never captured: accounts, and the plugin's own.
 *
 * @param uid - a content type's uid
 */
export const isExcludedContentType = (uid: string): boolean =>
  isUserContentType(uid) || uid.startsWith('plugin::durable-webhooks.');
