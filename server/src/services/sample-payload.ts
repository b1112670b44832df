import type { Core } from '@strapi/types';
import { createModels } from '../adapters/capture/models';
import { announcementBody, entryBody, type Body } from '../domain/payload';
import { isEntryTopic } from '../domain/rules/topic';
import { sampleEntry, sampleRow, SAMPLE_DOCUMENT_ID, SAMPLE_INSTANT } from './sample-entry';

const UPLOAD_FILE = 'plugin::upload.file';
const STAGE_TOPIC = 'review-workflows.updateEntryStage';
/** A sample is for reading, not for sending. */
const NO_LIMIT = Number.POSITIVE_INFINITY;

/**
 * Tells whether a topic's events belong to a content type.
 *
 * @param topic - a topic that exists
 */
export const hasContentType = (topic: string): boolean =>
  isEntryTopic(topic) || topic === STAGE_TOPIC;

/**
 * Makes the body that receivers would get, from what the content types look like now.
 *
 * @param strapi - the Strapi
 * @param topic - a topic that exists
 * @param uid - the content type; null where there is none to show
 * @returns the body, or null where its shape is not known
 */
export const samplePayload = (
  strapi: Core.Strapi,
  topic: string,
  uid: string | null,
): Record<string, unknown> | null => {
  const models = createModels(strapi);
  const occasion = { topic, occurredAtMs: Date.parse(SAMPLE_INSTANT) };
  if (hasContentType(topic)) {
    const model = uid === null ? undefined : models(uid);
    if (model === undefined) return null;
    const origin = { model: model.info?.singularName ?? '', uid: model.uid };
    return isEntryTopic(topic)
      ? read(entryBody({ ...occasion, ...origin, entry: sampleEntry(model, models) }, NO_LIMIT))
      : read(announcementBody({ ...occasion, info: { ...origin, ...STAGE_CHANGE } }, NO_LIMIT));
  }
  const file = topic.startsWith('media.') ? models(UPLOAD_FILE) : undefined;
  if (file === undefined) return null;
  return read(announcementBody({ ...occasion, info: { media: sampleRow(file) } }, NO_LIMIT));
};

const STAGE_CHANGE = {
  entity: { id: 1, documentId: SAMPLE_DOCUMENT_ID, locale: 'en', status: 'draft' },
  workflow: {
    id: 1,
    stages: { from: { id: 1, name: 'To do' }, to: { id: 2, name: 'Ready to review' } },
  },
} as const;

const read = ({ text }: Body): Record<string, unknown> => {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
};
