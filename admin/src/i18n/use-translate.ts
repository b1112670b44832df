import { useCallback } from 'react';
import { useIntl, type PrimitiveType } from 'react-intl';
import { PLUGIN_ID } from '../plugin-id';
import type en from '../translations/en.json';

/** A key of `translations/en.json`; a wrong one does not compile. */
export type MessageKey = keyof typeof en;

/** Puts a key into the words of the panel's language. */
export type Translate = (key: MessageKey, values?: Record<string, PrimitiveType>) => string;

/** Gives the function that puts keys into words; it stays the same while the language does. */
export const useTranslate = (): Translate => {
  const { formatMessage } = useIntl();
  return useCallback(
    (key, values) => formatMessage({ id: `${PLUGIN_ID}.${key}`, defaultMessage: key }, values),
    [formatMessage],
  );
};
