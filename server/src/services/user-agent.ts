import type { Core } from '@strapi/types';
import { name, version } from '../../../package.json';

/**
 * What receivers see as the sender.
 *
 * @param strapi - for its version
 */
export const userAgentOf = (strapi: Core.Strapi): string =>
  `${name}/${version} (Strapi/${strapi.config.get<string | undefined>('info.strapi') ?? '5'})`;
