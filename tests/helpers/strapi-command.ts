import { resolve } from 'node:path';

const PACKAGE = resolve(__dirname, '..', '..', 'node_modules', '@strapi', 'strapi');

/** What `strapi` on a command line runs. */
export const STRAPI = resolve(PACKAGE, 'bin', 'strapi.js');
