/** The plugin's name in Strapi's admin. */
export const PLUGIN_ID = 'durable-webhooks';

/** Where the plugin's screens live. */
export const PLUGIN_PATH = `/plugins/${PLUGIN_ID}`;
