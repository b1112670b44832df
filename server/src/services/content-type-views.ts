import type { Core } from '@strapi/types';
import { hasDraftAndPublish } from '../adapters/capture/document-action';
import { createModels } from '../adapters/capture/models';
import type { ContentTypeView } from '../contracts/content-type';
import { isUnannouncedContentType } from '../domain/content-type';
import { capturableContentTypes } from './content-types';

/**
 * The content types whose events can be delivered, as people choose them: the app's own first.
 *
 * @param strapi - the Strapi
 */
export const contentTypeViews = (strapi: Core.Strapi): ContentTypeView[] => {
  const models = createModels(strapi);
  return capturableContentTypes(strapi)
    .filter((uid) => !isUnannouncedContentType(uid))
    .sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
    .map((uid) => {
      const model = models(uid);
      return {
        uid,
        displayName: model?.info?.displayName ?? uid,
        kind: model?.kind ?? 'collectionType',
        draftAndPublish: hasDraftAndPublish(model),
      };
    });
};

/**
 * Tells whether a content type belongs to the app itself.
 *
 * @param uid - its uid
 */
export const isOwn = (uid: string): boolean => uid.startsWith('api::');
