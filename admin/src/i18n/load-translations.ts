import { PLUGIN_ID } from '../plugin-id';

type Messages = Record<string, string>;

/** Every language is one file, loaded only when the panel speaks it. Add a file and its line here. */
const LOADERS: Readonly<Record<string, () => Promise<{ default: Messages }>>> = {
  en: () => import('../translations/en.json'),
  ja: () => import('../translations/ja.json'),
  'zh-Hans': () => import('../translations/zh-Hans.json'),
};

const withPluginId = (messages: Messages): Messages =>
  Object.fromEntries(Object.entries(messages).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

/**
 * Loads the panel's words.
 *
 * @param locales - the languages that this admin offers
 * @returns one entry for each of them; an empty one falls back to English
 */
export const loadTranslations = async (
  locales: readonly string[],
): Promise<{ locale: string; data: Messages }[]> =>
  Promise.all(
    locales.map(async (locale) => {
      const loaded = await LOADERS[locale]?.();
      return { locale, data: loaded === undefined ? {} : withPluginId(loaded.default) };
    }),
  );
