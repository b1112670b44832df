/** The plugin's name in Strapi: its service namespace, route prefix and settings key. */
export const PLUGIN_ID = 'durable-webhooks';
