import type { Core } from '@strapi/types';

interface Locales {
  getDefaultLocale(): Promise<unknown>;
}

/**
 * The locale that core takes when a caller names none.
 *
 * @param strapi - the Strapi
 * @returns its code; null without the i18n plugin
 */
export const defaultLocaleOf = async (strapi: Core.Strapi): Promise<unknown> => {
  const locales: unknown = strapi.plugin('i18n').service('locales');
  return isLocales(locales) ? await locales.getDefaultLocale() : null;
};

const isLocales = (service: unknown): service is Locales =>
  typeof service === 'object' &&
  service !== null &&
  'getDefaultLocale' in service &&
  typeof service.getDefaultLocale === 'function';
