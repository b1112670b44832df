import type { Core } from '@strapi/types';
import { resolveSettings, type ResolvedSettings } from '../config/resolve';
import { PLUGIN_ID } from '../plugin-id';

/**
 * Reads config/server and config/plugins of a Strapi.
 *
 * @param strapi - the Strapi
 * @throws PluginError `settings_invalid`
 */
export const readSettings = (strapi: Core.Strapi): ResolvedSettings =>
  resolveSettings({
    serverWebhooks: strapi.config.get('server.webhooks'),
    plugin: strapi.config.get(`plugin::${PLUGIN_ID}`),
    absoluteUrl: strapi.config.get<string | undefined>('server.absoluteUrl') ?? 'http://localhost',
    environment: process.env['NODE_ENV'] ?? '',
  });
