import type { Documents } from './observed-app';

type Json = Record<string, unknown>;

export const ARTICLE = 'api::article.article';
export const TAG = 'api::tag.tag';
export const HOMEPAGE = 'api::homepage.homepage';

type Uid = typeof ARTICLE | typeof TAG | typeof HOMEPAGE;
type ActionName = Exclude<keyof Documents, 'findMany'>;
export type ExpectedEvent = readonly [topic: string, locale: string | null];

/** Everything that a document service can be asked to do, and what follows. */
export interface DocumentAction {
  readonly name: string;
  readonly uid: Uid;
  readonly does: ActionName;
  /** What must be there before; the action is about its document. */
  readonly after?: readonly Step[];
  readonly params?: Json;
  readonly expected: readonly ExpectedEvent[];
  /** What doing it a second time announces, where that differs. */
  readonly again?: readonly ExpectedEvent[];
  /** What the entries of the events show, in their order. */
  readonly entries?: readonly Json[];
  /** What it is refused with. */
  readonly error?: string;
}

interface Step {
  readonly does: ActionName;
  readonly params?: Json;
  /** How many events it makes. */
  readonly count: number;
}

/** What a caller asks to see; it never changes what is recorded. */
export interface View {
  readonly name: string;
  readonly of: Readonly<Record<Uid, Json>>;
}

export const VIEWS: readonly View[] = [
  { name: 'plain', of: { [ARTICLE]: {}, [TAG]: {}, [HOMEPAGE]: {} } },
  {
    name: 'with fields',
    of: {
      [ARTICLE]: { fields: ['title'] },
      [TAG]: { fields: ['name'] },
      [HOMEPAGE]: { fields: ['headline'] },
    },
  },
  {
    name: 'with populate',
    of: {
      [ARTICLE]: { populate: ['tags', 'cover', 'author', 'credits'] },
      [TAG]: { populate: '*' },
      [HOMEPAGE]: { populate: ['featured'] },
    },
  },
  {
    name: 'with fields and populate',
    of: {
      [ARTICLE]: { fields: ['slug'], populate: { blocks: { populate: '*' } } },
      [TAG]: { fields: ['name'], populate: '*' },
      [HOMEPAGE]: { fields: ['headline'], populate: '*' },
    },
  },
];

const ONE_LOCALE: readonly Step[] = [
  { does: 'create', params: { data: { title: 'One', slug: 'one' } }, count: 1 },
];
/** English and French, nothing published. */
const TWO_LOCALES: readonly Step[] = [
  ...ONE_LOCALE,
  { does: 'update', params: { locale: 'fr', data: { title: 'Un' } }, count: 1 },
];
const PUBLISHED: readonly Step[] = [
  ...TWO_LOCALES,
  { does: 'publish', params: { locale: '*' }, count: 2 },
];
const CHANGED: readonly Step[] = [
  ...PUBLISHED,
  { does: 'update', params: { data: { title: 'changed' } }, count: 1 },
];
const A_TAG: readonly Step[] = [{ does: 'create', params: { data: { name: 'a' } }, count: 1 }];
const DRAFT_HOMEPAGE: readonly Step[] = [
  { does: 'create', params: { data: { headline: 'Hello' } }, count: 1 },
];
const PUBLISHED_HOMEPAGE: readonly Step[] = [...DRAFT_HOMEPAGE, { does: 'publish', count: 1 }];

const UNTITLED: readonly Step[] = [{ does: 'create', params: { data: {} }, count: 1 }];

const TITLE_B = { data: { title: 'B' } };
const HEADLINE_B = { data: { headline: 'B' } };
const AT_ONCE = { status: 'published' };
const NOTHING = { documentId: 'nothing' };

const articleActions: readonly Omit<DocumentAction, 'uid'>[] = [
  {
    name: 'create',
    does: 'create',
    params: { data: { title: 'A', credits: [{ role: 'photo' }] } },
    expected: [['entry.create', 'en']],
  },
  {
    name: 'create in a locale',
    does: 'create',
    params: { data: { title: 'A' }, locale: 'fr' },
    expected: [['entry.create', 'fr']],
  },
  {
    name: 'create, published',
    does: 'create',
    params: { data: { title: 'A' }, ...AT_ONCE },
    expected: [
      ['entry.create', 'en'],
      ['entry.publish', 'en'],
    ],
    entries: [{ publishedAt: null }, { title: 'A', publishedAt: expect.any(String) }],
  },
  {
    name: 'update',
    after: TWO_LOCALES,
    does: 'update',
    params: TITLE_B,
    expected: [['entry.update', 'en']],
    entries: [{ title: 'B', slug: 'one' }],
  },
  {
    name: 'update of a document that does not exist',
    does: 'update',
    params: { ...NOTHING, ...TITLE_B },
    expected: [],
  },
  {
    name: 'update in a new locale',
    after: ONE_LOCALE,
    does: 'update',
    params: { ...TITLE_B, locale: 'fr' },
    expected: [['entry.create', 'fr']],
    again: [['entry.update', 'fr']],
  },
  {
    name: 'update, published',
    after: PUBLISHED,
    does: 'update',
    params: { ...TITLE_B, ...AT_ONCE },
    expected: [
      ['entry.update', 'en'],
      ['entry.publish', 'en'],
    ],
    entries: [{ title: 'B' }, { title: 'B' }],
  },
  {
    name: 'update in a new locale, published',
    after: ONE_LOCALE,
    does: 'update',
    params: { ...TITLE_B, ...AT_ONCE, locale: 'fr' },
    expected: [
      ['entry.create', 'fr'],
      ['entry.publish', 'fr'],
    ],
    again: [
      ['entry.update', 'fr'],
      ['entry.publish', 'fr'],
    ],
  },
  {
    name: 'publish one locale',
    after: TWO_LOCALES,
    does: 'publish',
    params: { locale: 'fr' },
    expected: [['entry.publish', 'fr']],
  },
  ...['*', ['en', 'fr']].map((locale) => ({
    name: `publish locales ${JSON.stringify(locale)}`,
    after: TWO_LOCALES,
    does: 'publish' as const,
    params: { locale },
    expected: [
      ['entry.publish', 'en'],
      ['entry.publish', 'fr'],
    ] as const,
  })),
  {
    name: 'publish again',
    after: PUBLISHED,
    does: 'publish',
    expected: [['entry.publish', 'en']],
  },
  {
    name: 'publish what misses a required field',
    after: UNTITLED,
    does: 'publish',
    expected: [],
    error: 'title must be a `string` type',
  },
  {
    name: 'unpublish one locale',
    after: PUBLISHED,
    does: 'unpublish',
    expected: [['entry.unpublish', 'en']],
    again: [],
    entries: [{ title: 'One', publishedAt: expect.any(String) }],
  },
  {
    name: 'unpublish all locales',
    after: PUBLISHED,
    does: 'unpublish',
    params: { locale: '*' },
    expected: [
      ['entry.unpublish', 'en'],
      ['entry.unpublish', 'fr'],
    ],
    again: [],
  },
  {
    name: 'unpublish what filters leave',
    after: PUBLISHED,
    does: 'unpublish',
    params: { locale: '*', filters: { title: 'Un' } },
    expected: [['entry.unpublish', 'fr']],
    again: [],
  },
  {
    name: 'discard a draft',
    after: CHANGED,
    does: 'discardDraft',
    expected: [['entry.draft-discard', 'en']],
    entries: [{ title: 'One' }],
  },
  {
    name: 'discard the drafts of all locales',
    after: CHANGED,
    does: 'discardDraft',
    params: { locale: '*' },
    expected: [
      ['entry.draft-discard', 'en'],
      ['entry.draft-discard', 'fr'],
    ],
  },
  {
    name: 'clone one locale',
    after: TWO_LOCALES,
    does: 'clone',
    params: { data: { title: 'copy' } },
    expected: [['entry.create', 'en']],
  },
  {
    name: 'clone all locales',
    after: TWO_LOCALES,
    does: 'clone',
    params: { locale: '*' },
    expected: [
      ['entry.create', 'en'],
      ['entry.create', 'fr'],
    ],
  },
  {
    name: 'delete one locale: its draft and its published version',
    after: PUBLISHED,
    does: 'delete',
    params: { locale: 'fr' },
    expected: [
      ['entry.delete', 'fr'],
      ['entry.delete', 'fr'],
    ],
    again: [],
    entries: [{ title: 'Un' }, { title: 'Un' }],
  },
  {
    name: 'delete all locales',
    after: PUBLISHED,
    does: 'delete',
    params: { locale: '*' },
    expected: [
      ['entry.delete', 'en'],
      ['entry.delete', 'en'],
      ['entry.delete', 'fr'],
      ['entry.delete', 'fr'],
    ],
    again: [],
  },
  {
    name: 'delete a document that does not exist',
    does: 'delete',
    params: NOTHING,
    expected: [],
  },
];

const tagActions: readonly Omit<DocumentAction, 'uid'>[] = [
  {
    name: 'create',
    does: 'create',
    params: { data: { name: 'a' } },
    expected: [['entry.create', null]],
  },
  {
    name: 'create with a status, which has no meaning',
    does: 'create',
    params: { data: { name: 'a' }, ...AT_ONCE },
    expected: [['entry.create', null]],
  },
  {
    name: 'update',
    after: A_TAG,
    does: 'update',
    params: { data: { name: 'b' } },
    expected: [['entry.update', null]],
  },
  { name: 'clone', after: A_TAG, does: 'clone', expected: [['entry.create', null]] },
  {
    name: 'delete',
    after: A_TAG,
    does: 'delete',
    expected: [['entry.delete', null]],
    again: [],
  },
];

const homepageActions: readonly Omit<DocumentAction, 'uid'>[] = [
  {
    name: 'create',
    does: 'create',
    params: { data: { headline: 'Hello' } },
    expected: [['entry.create', null]],
  },
  {
    name: 'create, published',
    does: 'create',
    params: { data: { headline: 'Hello' }, ...AT_ONCE },
    expected: [
      ['entry.create', null],
      ['entry.publish', null],
    ],
  },
  {
    name: 'publish',
    after: DRAFT_HOMEPAGE,
    does: 'publish',
    expected: [['entry.publish', null]],
  },
  {
    name: 'update',
    after: PUBLISHED_HOMEPAGE,
    does: 'update',
    params: HEADLINE_B,
    expected: [['entry.update', null]],
  },
  {
    name: 'update, published',
    after: PUBLISHED_HOMEPAGE,
    does: 'update',
    params: { ...HEADLINE_B, ...AT_ONCE },
    expected: [
      ['entry.update', null],
      ['entry.publish', null],
    ],
  },
  {
    name: 'discard its draft',
    after: PUBLISHED_HOMEPAGE,
    does: 'discardDraft',
    expected: [['entry.draft-discard', null]],
  },
  {
    name: 'unpublish',
    after: PUBLISHED_HOMEPAGE,
    does: 'unpublish',
    expected: [['entry.unpublish', null]],
    again: [],
  },
  {
    name: 'delete',
    after: PUBLISHED_HOMEPAGE,
    does: 'delete',
    expected: [
      ['entry.delete', null],
      ['entry.delete', null],
    ],
    again: [],
  },
];

/** Every document action; the names are unique. */
export const DOCUMENT_ACTIONS: readonly DocumentAction[] = [
  ...articleActions.map(
    (action) => ({ ...action, uid: ARTICLE, name: `article: ${action.name}` }) as const,
  ),
  ...tagActions.map((action) => ({ ...action, uid: TAG, name: `tag: ${action.name}` }) as const),
  ...homepageActions.map(
    (action) => ({ ...action, uid: HOMEPAGE, name: `homepage: ${action.name}` }) as const,
  ),
];

/** Where the document services of an app are. */
export type DocumentsOf = (uid: string) => Documents;

/**
 * Makes what an action needs.
 *
 * @returns the document it is about, if there is one, and how many events that made
 */
export const prepare = async (
  documentsOf: DocumentsOf,
  { uid, after = [] }: DocumentAction,
): Promise<{ readonly documentId: string | undefined; readonly count: number }> => {
  let documentId: string | undefined;
  for (const { does, params } of after) {
    const result = await documentsOf(uid)[does]({ ...(documentId && { documentId }), ...params });
    documentId ??= (result as { readonly documentId: string }).documentId;
  }
  return { documentId, count: after.reduce((sum, { count }) => sum + count, 0) };
};

/**
 * Performs an action.
 *
 * @param documentId - what `prepare` made
 * @param view - what the caller asks to see
 */
export const perform = (
  documentsOf: DocumentsOf,
  { uid, does, params }: DocumentAction,
  documentId: string | undefined,
  view: Json,
): Promise<unknown> =>
  documentsOf(uid)[does]({ ...(documentId && { documentId }), ...params, ...view });
