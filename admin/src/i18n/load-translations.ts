import { PLUGIN_ID } from '../plugin-id';

type Messages = Record<string, string>;

const withPluginId = (file: unknown): Messages => {
  if (typeof file !== 'object' || file === null || !('default' in file)) return {};
  const messages: [string, unknown][] = Object.entries(file.default ?? {});
  return Object.fromEntries(messages.map(([key, text]) => [`${PLUGIN_ID}.${key}`, String(text)]));
};

/** Every language is one file, loaded only when the admin offers it; one without a file speaks English. */
const load = async (locale: string): Promise<Messages> => {
  try {
    const file: unknown = await import(`../translations/${locale}.json`);
    return withPluginId(file);
  } catch {
    return {};
  }
};

/**
 * Loads the panel's words.
 *
 * @param locales - the languages that this admin offers
 * @returns one entry for each of them; an empty one falls back to English
 */
export const loadTranslations = async (
  locales: readonly string[],
): Promise<{ locale: string; data: Messages }[]> =>
  Promise.all(locales.map(async (locale) => ({ locale, data: await load(locale) })));
