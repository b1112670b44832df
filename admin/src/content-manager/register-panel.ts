import type { StrapiApp } from '@strapi/strapi/admin';
import { DeliveriesPanel } from './deliveries-panel';

interface PanelApi {
  readonly addEditViewSidePanel: (panels: readonly (typeof DeliveriesPanel)[]) => void;
}

const hasPanels = (apis: unknown): apis is PanelApi =>
  typeof apis === 'object' &&
  apis !== null &&
  'addEditViewSidePanel' in apis &&
  typeof apis.addEditViewSidePanel === 'function';

/**
 * Puts our panel beside the entries in the content manager; a Strapi without it is left alone.
 *
 * @param app - the admin, at bootstrap
 */
export const registerPanel = (app: Pick<StrapiApp, 'getPlugin'>): void => {
  const plugin: { readonly apis: unknown } | undefined = app.getPlugin('content-manager');
  if (hasPanels(plugin?.apis)) plugin.apis.addEditViewSidePanel([DeliveriesPanel]);
};
