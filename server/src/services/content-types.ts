import type { Core } from '@strapi/types';
import { isExcludedContentType } from '../domain/content-type';

/**
 * The content types whose events can be delivered.
 *
 * @param strapi - the Strapi
 * @returns their uids, in alphabetical order
 */
export const capturableContentTypes = (strapi: Core.Strapi): string[] =>
  Object.keys(strapi.contentTypes)
    .filter((uid) => !isExcludedContentType(uid))
    .sort();
