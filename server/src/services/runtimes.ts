import type { Core } from '@strapi/types';
import { createRuntime, type Runtime } from './runtime';

const runtimes = new WeakMap<Core.Strapi, Runtime>();

/**
 * The plugin's runtime in a Strapi, put together at first use. The tables are there from the
 * plugins' bootstrap on.
 *
 * @param strapi - the Strapi
 */
export const runtimeOf = (strapi: Core.Strapi): Runtime => {
  const known = runtimes.get(strapi);
  if (known !== undefined) return known;
  const runtime = createRuntime(strapi);
  runtimes.set(strapi, runtime);
  return runtime;
};

/**
 * The same, where somebody asked for it before.
 *
 * @param strapi - the Strapi
 */
export const existingRuntimeOf = (strapi: Core.Strapi): Runtime | undefined => runtimes.get(strapi);
