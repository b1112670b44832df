import { builtinModules } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';

/**
 * @typedef {object} Room
 * @property {string} folder where the room's files live, from the repository's root
 * @property {readonly string[]} reads rooms, or single files of them, that it may import
 * @property {readonly string[]} [readsTypesOf] the same, for types alone
 * @property {true | readonly string[]} packages packages it may import; true is any
 */

const isWithin = (path, place) => path === place || path.startsWith(`${place}/`);

const packageOf = (source) => {
  if (source.startsWith('node:')) return source;
  if (builtinModules.includes(source)) return `node:${source}`;
  const parts = source.split('/');
  return source.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
};

const mayImportPackage = (room, source) =>
  room.packages === true || room.packages.includes(packageOf(source));

/** Whether every name that an import or export brings over is a type. */
const bringsTypesOnly = (node) =>
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  (node.specifiers?.length > 0 &&
    node.specifiers.every((one) => one.importKind === 'type' || one.exportKind === 'type'));

/** An ESLint rule: imports between rooms follow the arrows of the table it is given, and no others. */
export const roomArrows = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      arrow: '{{from}} may not import {{to}}; it reads: {{reads}}.',
      typesOnly: '{{from}} may import types alone from {{to}} (import type).',
      package: '{{from}} may not import the package {{to}}.',
    },
  },

  create(context) {
    const { root, rooms } = context.options[0];
    const placeOf = (file) => relative(root, file).split(sep).join('/');
    const here = placeOf(context.filename);
    const room = rooms
      .filter(({ folder }) => isWithin(here, folder))
      .sort((a, b) => b.folder.length - a.folder.length)[0];
    if (room === undefined) return {};

    const check = (node, source) => {
      if (typeof source !== 'string') return;
      const report = (messageId, to) =>
        context.report({
          node,
          messageId,
          data: { from: room.folder, to, reads: [room.folder, ...room.reads].join(', ') },
        });

      if (!source.startsWith('.')) {
        if (!mayImportPackage(room, source)) report('package', source);
        return;
      }
      const target = placeOf(resolve(dirname(context.filename), source));
      if ([room.folder, ...room.reads].some((place) => isWithin(target, place))) return;
      if (!(room.readsTypesOf ?? []).some((place) => isWithin(target, place))) {
        report('arrow', target);
      } else if (!bringsTypesOnly(node)) {
        report('typesOnly', target);
      }
    };

    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ImportExpression: (node) => check(node, node.source.value),
      TSImportType: (node) =>
        check({ ...node, importKind: 'type' }, node.argument.literal?.value ?? node.source?.value),
      'CallExpression[callee.name="require"]': (node) => check(node, node.arguments[0]?.value),
    };
  },
};
