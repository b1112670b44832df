import type { sanitize } from '@strapi/utils';
import type { Core, UID } from '@strapi/types';

/** A content type or component, as `@strapi/utils` takes it. */
export type Model = Parameters<typeof sanitize.sanitizers.defaultSanitizeOutput>[0]['schema'];
export type Attribute = Model['attributes'][string];

/** Finds models by uid; undefined for a type that was deleted. */
export type Models = (uid: string) => Model | undefined;

/**
 * Strapi's models by uid, remembered: Strapi copies its registry at every look.
 *
 * @param strapi - the Strapi
 */
export const createModels = (strapi: Core.Strapi): Models => {
  const known = new Map<string, Model>();
  const exists = (uid: string): uid is UID.Schema =>
    uid in strapi.contentTypes || uid in strapi.components;
  return (uid) => {
    const found = known.get(uid);
    if (found !== undefined) return found;
    if (!exists(uid)) return undefined;
    const model: Model = strapi.getModel(uid);
    known.set(uid, model);
    return model;
  };
};
