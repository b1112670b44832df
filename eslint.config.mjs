import js from '@eslint/js';
import tsdoc from 'eslint-plugin-tsdoc';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { roomArrows } from './scripts/lint/room-arrows.mjs';
import { rooms } from './scripts/lint/rooms.mjs';

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];
/** A parameter that is there for its position alone begins with an underscore. */
const UNUSED = { argsIgnorePattern: '^_' };
/** Node 20 and 22: it denies URLs with letters such as "é" once it is optimised. */
const CAN_PARSE = { object: 'URL', property: 'canParse', message: 'use domain/parse-url' };
const PURE = 'the domain is pure: time and chance are arguments';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/build/',
      '**/coverage/',
      '**/.tmp/',
      '**/.cache/',
      '**/.strapi/',
      'playground/types/',
      'playground/public/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-unused-vars': ['error', UNUSED],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },

  {
    name: 'plain JavaScript: tools, the playground and Strapi entry files',
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    name: 'programs that speak to people on the terminal',
    files: [
      'scripts/**/*.{js,mjs}',
      'tests/install/**',
      'bench/**/*.{js,mjs}',
      'playground/scripts/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'CommonJS',
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs' },
  },
  {
    name: "the admin panel's own entry file, which Vite reads",
    files: ['playground/src/admin/**/*.js'],
    languageOptions: { sourceType: 'module' },
  },

  {
    name: 'TypeScript, with types',
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // Our objects are closures: their methods have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    name: 'the product',
    files: ['server/src/**/*.ts', 'admin/src/**/*.{ts,tsx}', 'receiver/src/**/*.ts'],
    plugins: { tsdoc, rooms: { rules: { arrows: roomArrows } } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'no-restricted-globals': ['error', { name: 'strapi', message: 'pass it as an argument' }],
      'rooms/arrows': ['error', rooms],
      'tsdoc/syntax': 'error',
    },
  },
  {
    name: 'URLs on the server',
    files: ['server/src/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', CAN_PARSE] },
  },
  {
    name: 'the domain has neither clock nor chance',
    files: ['server/src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[...TIMERS, 'performance', 'process', 'fetch', 'strapi', 'crypto'].map((name) => ({
          name,
          message: PURE,
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: PURE },
        { object: 'Math', property: 'random', message: PURE },
        CAN_PARSE,
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: PURE },
        { selector: 'CallExpression[callee.name="Date"]', message: PURE },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:crypto',
              importNames: ['randomBytes', 'randomFill', 'randomInt', 'randomUUID', 'webcrypto'],
              message: PURE,
            },
          ],
        },
      ],
    },
  },
  {
    name: 'row mappers: the one place where the database is believed',
    files: ['server/src/adapters/database/**/{rows,*-row,*-rows}.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    name: 'tests',
    files: ['tests/**/*.ts', 'playground/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      // A supertest response and a parsed body have no type of their own.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A stand-in has the signature of what it stands for.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name="jest"][callee.property.name=/^(do)?[mM]ock$/] > Literal.arguments[value=/^\\./]',
          message: 'our own files are not mocked: pass what they need as arguments',
        },
      ],
    },
  },
);
