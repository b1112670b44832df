'use strict';

const LOCALES = [
  { code: 'en', name: 'English (en)' },
  { code: 'fr', name: 'French (fr)' },
];

// Strapi skips a plugin whose server build is missing without a word.
const assertPluginLoaded = (strapi) => {
  if (!('durable-webhooks' in strapi.config.get('enabledPlugins'))) return;
  const plugin = strapi.plugin('durable-webhooks');
  if (plugin && Object.keys(plugin.services).length > 0) return;
  throw new Error(
    'The plugin durable-webhooks did not load. Build it first: run "npm run build" in the folder above the playground.',
  );
};

const addMissingLocales = async (strapi) => {
  const locales = strapi.plugin('i18n').service('locales');
  for (const locale of LOCALES) {
    if (!(await locales.findByCode(locale.code))) await locales.create(locale);
  }
};

module.exports = {
  register() {},

  async bootstrap({ strapi }) {
    assertPluginLoaded(strapi);
    await addMissingLocales(strapi);
  },
};
