import { contentTypes } from '@strapi/utils';
import { isUserContentType } from '../../domain/content-type';
import type { Attribute, Models } from './models';

/** How much to read along with an entry, as the query engine takes it. */
export type Populate = Readonly<Record<string, PopulateNode>>;
export interface PopulateNode {
  readonly select?: readonly string[];
  readonly populate?: Populate;
  readonly on?: Readonly<Record<string, PopulateNode>>;
}

/**
 * Says what core reads for its hub, less what no receiver may see anyway: relations to accounts and
 * private attributes. Every relation is one level deep, components and dynamic zones go all the way.
 *
 * @param models - finds models by uid
 * @returns a function that knows the answer for every uid it was asked before
 */
export const createDeepPopulate = (models: Models): ((uid: string) => Populate) => {
  const known = new Map<string, Populate>();

  /** `above` stops a component that contains itself, which the file format allows. */
  const build = (uid: string, above: readonly string[]): Populate => {
    const cached = known.get(uid);
    if (cached !== undefined) return cached;
    const model = models(uid);
    if (model === undefined || above.includes(uid)) return {};
    const nodes = Object.entries(model.attributes)
      .filter(([name]) => !contentTypes.isPrivateAttribute(model, name))
      .map(([name, attribute]) => [name, nodeOf(attribute, [...above, uid])] as const);
    const populate: Record<string, PopulateNode> = {};
    for (const [name, node] of nodes) if (node !== null) populate[name] = node;
    if (above.length === 0) known.set(uid, populate);
    return populate;
  };

  const nodeOf = (attribute: Attribute, above: readonly string[]): PopulateNode | null => {
    switch (attribute.type) {
      case 'relation':
        return relationNode(attribute);
      case 'media':
        return { select: ['*'] };
      case 'component':
        return typeof attribute['component'] === 'string'
          ? { populate: build(attribute['component'], above) }
          : null;
      case 'dynamiczone':
        return { on: zoneNodes(attribute['components'], above) };
      default:
        return null;
    }
  };

  const zoneNodes = (uids: unknown, above: readonly string[]): Record<string, PopulateNode> =>
    Object.fromEntries(
      (Array.isArray(uids) ? uids : [])
        .filter((uid): uid is string => typeof uid === 'string')
        .map((uid) => [uid, { populate: build(uid, above) }]),
    );

  return (uid) => build(uid, []);
};

const relationNode = (attribute: Attribute): PopulateNode | null => {
  if (attribute['unstable_virtual'] === true) return null;
  const target: unknown = attribute['target'];
  return typeof target === 'string' && isUserContentType(target) ? null : {};
};
