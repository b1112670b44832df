import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../plugin-id';
import type { Log } from '../pipeline/ports';

/**
 * Strapi's log with the plugin's name in front.
 *
 * @param strapi - the running Strapi
 */
export const createLog = (strapi: Core.Strapi): Log => {
  const named = (message: string): string => `[${PLUGIN_ID}] ${message}`;
  return {
    debug: (message) => strapi.log.debug(named(message)),
    info: (message) => strapi.log.info(named(message)),
    warn: (message) => strapi.log.warn(named(message)),
    error: (message) => strapi.log.error(named(message)),
  };
};
