import en from '../../../admin/src/translations/en.json';
import ja from '../../../admin/src/translations/ja.json';
import zhHans from '../../../admin/src/translations/zh-Hans.json';
import type { Look } from './panel';

/** The words of the panel by their keys. */
export type Words = typeof en;

/** The words of each language that a window can be opened in. */
export const WORDS: Readonly<Record<NonNullable<Look['language']>, Words>> = {
  en,
  ja,
  'zh-Hans': zhHans,
};
