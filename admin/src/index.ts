import { Webhooks } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { MenuIcon } from './components/menu-icon';
import { registerPanel } from './content-manager/register-panel';
import { loadTranslations } from './i18n/load-translations';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID, PLUGIN_PATH } from './plugin-id';

/** The plugin as Strapi's admin loads it. */
export default {
  /** A Strapi without widgets on its home page gets none. */
  register(
    app: Pick<StrapiApp, 'addMenuLink' | 'registerPlugin'> & Partial<Pick<StrapiApp, 'widgets'>>,
  ): void {
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: MenuIcon,
      intlLabel: { id: `${PLUGIN_ID}.plugin.name`, defaultMessage: 'Durable Webhooks' },
      permissions: PERMISSIONS.read,
      Component: () => import('./pages/app'),
    });
    app.widgets?.register({
      id: 'health',
      pluginId: PLUGIN_ID,
      icon: Webhooks,
      title: { id: `${PLUGIN_ID}.widget.title`, defaultMessage: 'Durable Webhooks, last 24 hours' },
      link: {
        label: { id: `${PLUGIN_ID}.widget.link`, defaultMessage: 'Overview' },
        href: `${PLUGIN_PATH}/overview`,
      },
      permissions: PERMISSIONS.read,
      component: () => import('./widgets/health-widget').then((module) => module.default),
    });
  },

  bootstrap(app: Pick<StrapiApp, 'getPlugin'>): void {
    registerPanel(app);
  },

  registerTrads: ({ locales }: { readonly locales: readonly string[] }) =>
    loadTranslations(locales),
};
