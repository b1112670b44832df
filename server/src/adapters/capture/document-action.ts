import { isExcludedContentType } from '../../domain/content-type';
import { isRecord } from '../../domain/is-record';
import type { EntryTopic } from '../../domain/rules/topic';
import { textOrNull, type JsonObject } from './entry-reader';

/** A write to a document, as far as capture needs to understand it. */
export interface DocumentAction {
  readonly name: ActionName;
  readonly uid: string;
  readonly model: string;
  readonly hasDraftAndPublish: boolean;
  readonly isLocalized: boolean;
  readonly documentId: string | null;
  /** As the caller gave it: a code, `*`, a list of codes, or nothing. */
  readonly locale: unknown;
  /** A create or update that publishes too. */
  readonly alsoPublishes: boolean;
}

const ACTION_NAMES = [
  'create',
  'update',
  'delete',
  'clone',
  'publish',
  'unpublish',
  'discardDraft',
] as const;
type ActionName = (typeof ACTION_NAMES)[number];

const TOPICS_OF: Readonly<Record<ActionName, readonly EntryTopic[]>> = {
  create: ['entry.create'],
  // A locale that the document does not have yet is created by updating it.
  update: ['entry.update', 'entry.create'],
  delete: ['entry.delete'],
  clone: ['entry.create'],
  publish: ['entry.publish'],
  unpublish: ['entry.unpublish'],
  discardDraft: ['entry.draft-discard'],
};

/** What a document middleware is told. */
export interface ActionContext {
  readonly action: string;
  readonly uid: string;
  readonly contentType: {
    readonly modelName: string;
    readonly options?: unknown;
    readonly pluginOptions?: unknown;
  };
  readonly params: unknown;
}

/**
 * Understands what a document middleware is about to do.
 *
 * @param context - the middleware's context
 * @returns null for reads, and for content types whose events are never captured
 */
export const documentActionOf = (context: ActionContext): DocumentAction | null => {
  const { action, uid, contentType } = context;
  const name = ACTION_NAMES.find((known) => known === action);
  if (name === undefined || isExcludedContentType(uid)) return null;
  const params = objectOr(context.params);
  const hasDrafts = hasDraftAndPublish(contentType);
  return {
    name,
    uid,
    model: contentType.modelName,
    hasDraftAndPublish: hasDrafts,
    isLocalized: objectOr(objectOr(contentType.pluginOptions)['i18n'])['localized'] === true,
    documentId: textOrNull(params['documentId']),
    locale: params['locale'],
    alsoPublishes:
      hasDrafts && (name === 'create' || name === 'update') && params['status'] === 'published',
  };
};

/**
 * Tells whether a content type keeps drafts beside what is published.
 *
 * @param contentType - as Strapi describes it
 */
export const hasDraftAndPublish = (
  contentType: { readonly options?: unknown } | undefined,
): boolean => objectOr(contentType?.options)['draftAndPublish'] === true;

/** The topics that core may announce for an action. */
export const topicsOf = ({ name, alsoPublishes }: DocumentAction): readonly EntryTopic[] =>
  alsoPublishes ? [...TOPICS_OF[name], 'entry.publish'] : TOPICS_OF[name];

const objectOr = (value: unknown): JsonObject => (isRecord(value) ? value : {});
