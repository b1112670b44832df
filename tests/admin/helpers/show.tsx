import { DesignSystemProvider, lightTheme } from '@strapi/design-system';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { IntlProvider } from 'react-intl';
import { PLUGIN_ID } from '../../../admin/src/plugin-id';
import en from '../../../admin/src/translations/en.json';

/** A language and the panel's words in it. */
export interface Language {
  readonly locale: string;
  readonly words: Readonly<Record<string, string>>;
}

const ENGLISH: Language = { locale: 'en', words: en };

const messagesIn = ({ words }: Language) =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

/** Draws a part of the panel, in English unless told otherwise. */
export const show = (element: ReactElement, language = ENGLISH): RenderResult =>
  render(
    <IntlProvider locale={language.locale} messages={messagesIn(language)}>
      <DesignSystemProvider theme={lightTheme} locale="en">
        {element}
      </DesignSystemProvider>
    </IntlProvider>,
  );
