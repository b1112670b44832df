import { contentTypes } from '@strapi/utils';
import type { Attribute, Model, Models } from '../adapters/capture/models';
import { isUserContentType } from '../domain/content-type';

export const SAMPLE_INSTANT = '2026-01-31T12:00:00.000Z';
export const SAMPLE_DOCUMENT_ID = 'a1b2c3d4e5f6g7h8i9j0k1l2';

type Sample = Record<string, unknown>;

/**
 * Makes an example of an entry as receivers see it: one value for each attribute, relations one level
 * deep, without what never leaves (private attributes, passwords, accounts).
 *
 * @param model - the content type
 * @param models - finds the types that it refers to
 */
export const sampleEntry = (model: Model, models: Models): Sample => deepSample(model, models, []);

/**
 * Makes an example of a row without anything that belongs to it, as relations and media carry them.
 *
 * @param model - the content type
 */
export const sampleRow = (model: Model): Sample => ({
  id: 1,
  ...(model.modelType === 'contentType' ? { documentId: SAMPLE_DOCUMENT_ID } : {}),
  ...Object.fromEntries(
    visibleAttributes(model)
      .filter(([, attribute]) => contentTypes.isScalarAttribute(attribute))
      .map(([name, attribute]) => [name, sampleScalar(name, attribute)]),
  ),
});

/** `above` stops a component that contains itself, which the file format allows. */
const deepSample = (model: Model, models: Models, above: readonly string[]): Sample => ({
  ...sampleRow(model),
  ...Object.fromEntries(
    visibleAttributes(model)
      .filter(([, attribute]) => !contentTypes.isScalarAttribute(attribute))
      .map(([name, attribute]): [string, unknown] => [
        name,
        sampleOf(attribute, models, [...above, model.uid]),
      ])
      .filter(([, value]) => value !== undefined),
  ),
});

const visibleAttributes = (model: Model): [string, Attribute][] =>
  Object.entries(model.attributes).filter(
    ([name, attribute]) =>
      attribute.type !== 'password' &&
      attribute['unstable_virtual'] !== true &&
      !contentTypes.isPrivateAttribute(model, name),
  );

const sampleOf = (attribute: Attribute, models: Models, above: readonly string[]): unknown => {
  const nested = (uid: unknown): Sample | undefined => {
    const model = typeof uid === 'string' ? models(uid) : undefined;
    return model === undefined || above.includes(model.uid)
      ? undefined
      : deepSample(model, models, above);
  };
  switch (attribute.type) {
    case 'relation':
      return sampleRelation(attribute, models);
    case 'media': {
      const file = models('plugin::upload.file');
      return file === undefined ? undefined : one(sampleRow(file), attribute['multiple'] === true);
    }
    case 'component': {
      const component = nested(attribute['component']);
      return component === undefined ? undefined : one(component, attribute['repeatable'] === true);
    }
    case 'dynamiczone': {
      const uids: unknown = attribute['components'];
      return (Array.isArray(uids) ? uids : []).flatMap((uid: unknown) => {
        const component = nested(uid);
        return component === undefined ? [] : [{ __component: uid, ...component }];
      });
    }
    default:
      return undefined;
  }
};

const sampleRelation = (attribute: Attribute, models: Models): unknown => {
  const target: unknown = attribute['target'];
  if (typeof target !== 'string') return undefined;
  const model = models(target);
  if (model === undefined || isUserContentType(target)) return undefined;
  return one(sampleRow(model), /Many$/.test(String(attribute['relation'])));
};

const one = (sample: Sample, isList: boolean): Sample | Sample[] => (isList ? [sample] : sample);

const sampleScalar = (name: string, attribute: Attribute): unknown => {
  const preset: unknown = attribute['default'];
  if (preset !== undefined && preset !== null && typeof preset !== 'function') return preset;
  switch (attribute.type) {
    case 'integer':
      return 1;
    case 'biginteger':
      return '1';
    case 'float':
    case 'decimal':
      return 1.5;
    case 'boolean':
      return true;
    case 'date':
      return SAMPLE_INSTANT.slice(0, 10);
    case 'time':
      return SAMPLE_INSTANT.slice(11, 23);
    case 'datetime':
    case 'timestamp':
      return SAMPLE_INSTANT;
    case 'enumeration': {
      const values: unknown = attribute['enum'];
      return Array.isArray(values) ? values[0] : null;
    }
    case 'json':
      return {};
    case 'blocks':
      return [{ type: 'paragraph', children: [{ type: 'text', text: 'Text' }] }];
    case 'email':
      return 'name@example.com';
    default:
      return name === 'locale' ? 'en' : name;
  }
};
