import { createDeepPopulate } from '../../../../server/src/adapters/capture/deep-populate';
import type { Attribute, Model } from '../../../../server/src/adapters/capture/models';

const MODELS: Record<string, Record<string, unknown>> = {
  'api::article.article': {
    title: { type: 'string' },
    notes: { type: 'component', component: 'shared.note', private: true },
    cover: { type: 'media' },
    tags: { type: 'relation', relation: 'manyToMany', target: 'api::tag.tag' },
    author: { type: 'relation', relation: 'manyToOne', target: 'plugin::users-permissions.user' },
    editor: { type: 'relation', relation: 'oneToOne', target: 'admin::user' },
    about: { type: 'relation', relation: 'morphToOne' },
    comments: { type: 'relation', relation: 'morphMany', target: 'api::comment.comment' },
    versions: {
      type: 'relation',
      relation: 'oneToMany',
      target: 'api::article.article',
      unstable_virtual: true,
    },
    seo: { type: 'component', component: 'shared.seo' },
    blocks: { type: 'dynamiczone', components: ['shared.seo', 'shared.note'] },
  },
  'api::comment.comment': {
    text: { type: 'text' },
    ip: { type: 'string', private: true },
    pin: { type: 'password' },
    parent: { type: 'relation', relation: 'manyToOne', target: 'api::comment.comment' },
  },
  'shared.seo': {
    image: { type: 'media' },
    reviewer: { type: 'relation', relation: 'oneToOne', target: 'plugin::users-permissions.user' },
  },
  'shared.note': { text: { type: 'text' }, inner: { type: 'component', component: 'shared.note' } },
};

beforeAll(() => {
  // Strapi's helpers ask the global for attributes that the settings make private.
  Object.assign(globalThis, { strapi: { config: { get: () => [] } } });
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'strapi');
});

const models = (uid: string): Model | undefined => {
  const attributes = MODELS[uid] as Record<string, Attribute> | undefined;
  return attributes && { modelType: 'contentType', uid, attributes };
};

test('reads along what core reads, without accounts and private attributes', () => {
  expect(createDeepPopulate(models)('api::article.article')).toEqual({
    cover: { select: ['*'] },
    tags: {},
    about: {},
    comments: {},
    seo: { populate: { image: { select: ['*'] } } },
    blocks: {
      on: {
        'shared.seo': { populate: { image: { select: ['*'] } } },
        'shared.note': { populate: { inner: { populate: {} } } },
      },
    },
  });
});

test('answers the second time from memory', () => {
  const populateOf = createDeepPopulate(models);
  expect(populateOf('api::article.article')).toBe(populateOf('api::article.article'));
});

test('knows nothing of a type that does not exist', () => {
  expect(createDeepPopulate(models)('api::gone.gone')).toEqual({});
});
