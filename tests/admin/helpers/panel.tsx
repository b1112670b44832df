import { renderAdmin } from '@strapi/strapi/admin';
import { act, configure } from '@testing-library/react';
import client, { type Root } from 'react-dom/client';
import plugin from '../../../admin/src/index';
import { PLUGIN_ID, PLUGIN_PATH } from '../../../admin/src/plugin-id';
import { PERMISSIONS } from '../../../server/src/contracts/permission';
import { serve, type Answers, type Api } from './api';

/** How the panel is opened. */
export interface Opening {
  /** A screen of the plugin, as `/webhooks?status=paused`. */
  readonly at: string;
  /** What that is below, where it is no screen of the plugin. */
  readonly root?: string;
  readonly answers: Answers;
  /** What the role allows; everything unless given. */
  readonly permissions?: readonly string[];
  readonly language?: string;
  /** Other plugins that are installed. */
  readonly plugins?: Parameters<typeof renderAdmin>[1]['plugins'];
}

// The first screen of a file waits until all of Strapi's admin is loaded.
configure({ asyncUtilTimeout: 15_000 });

let close: (() => void) | null = null;

afterEach(() => {
  close?.();
  close = null;
  document.body.innerHTML = '';
});

/**
 * Opens Strapi's own admin with the plugin in it, logged in, with a server that the test plays.
 *
 * @returns what the plugin asks that server for
 */
export const openPanel = async (opening: Opening): Promise<Api> => {
  const { at, root = PLUGIN_PATH, answers, permissions = PERMISSIONS } = opening;
  const { language = 'en', plugins = {} } = opening;
  const api = serve(answers, permissions);
  localStorage.setItem('jwtToken', '"a-token"');
  localStorage.setItem('isLoggedIn', 'true');
  localStorage.setItem('strapi-admin-language', language);
  localStorage.setItem('STRAPI_GUIDED_TOUR', JSON.stringify({ hidden: true, enabled: false }));
  window.history.pushState(null, '', `${root}${at}`);

  const roots: Root[] = [];
  const { createRoot } = client;
  const spy = jest.spyOn(client, 'createRoot').mockImplementation((...given) => {
    const made = createRoot(...given);
    roots.push(made);
    return made;
  });
  const element = document.body.appendChild(document.createElement('div'));
  await act(() =>
    renderAdmin(element, {
      plugins: { [PLUGIN_ID]: plugin, ...plugins },
      customisations: { config: { locales: ['ja', 'zh-Hans'] } },
    }),
  );
  spy.mockRestore();
  close = () => act(() => roots.forEach((one) => one.unmount()));
  return api;
};
