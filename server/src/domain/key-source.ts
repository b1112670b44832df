export const KEY_SOURCES = ['settings', 'admin', 'derived'] as const;
/**
 * Where the key that encrypts secrets comes from: `settings` are the plugin's own, `admin` is Strapi's, `derived`
 * was made from the login secret in need.
 */
export type KeySource = (typeof KEY_SOURCES)[number];
