import { DesignSystemProvider, lightTheme } from '@strapi/design-system';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { IntlProvider } from 'react-intl';
import { PLUGIN_ID } from '../../../admin/src/plugin-id';
import en from '../../../admin/src/translations/en.json';

const messages = Object.fromEntries(
  Object.entries(en).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]),
);

/** Draws a part of the panel in English. */
export const show = (element: ReactElement): RenderResult =>
  render(
    <IntlProvider locale="en" messages={messages}>
      <DesignSystemProvider theme={lightTheme} locale="en">
        {element}
      </DesignSystemProvider>
    </IntlProvider>,
  );
