import type { Core } from '@strapi/types';
import { z } from 'zod';
import type { Permission } from '../contracts/permission';
import { PLUGIN_ID } from '../plugin-id';

/** What the roles page shows for each permission. */
const NAMES: Readonly<Record<Permission, readonly [subCategory: string, displayName: string]>> = {
  'webhooks.read': ['webhooks', 'Read, also deliveries and the overview'],
  'webhooks.create': ['webhooks', 'Create'],
  'webhooks.update': ['webhooks', 'Update, pause, resume and rotate the secret'],
  'webhooks.delete': ['webhooks', 'Delete'],
  'webhooks.trigger': ['webhooks', 'Trigger a test or a ping'],
  'webhooks.reveal-secret': ['webhooks', 'Reveal the secret'],
  'deliveries.redeliver': ['deliveries', 'Redeliver and recover'],
  'deliveries.read-payloads': ['deliveries', 'Read bodies of requests and responses'],
};

interface Action {
  readonly section: 'plugins';
  readonly pluginName: string;
  readonly subCategory: string;
  readonly displayName: string;
  readonly uid: string;
}

/** The part of Strapi's service that registering needs. */
interface ActionProvider {
  registerMany(actions: readonly Action[]): Promise<unknown>;
}

const serviceSchema = z.object({
  actionProvider: z.custom<ActionProvider>(
    (provider) => typeof provider === 'object' && provider !== null && 'registerMany' in provider,
  ),
});

/**
 * Makes the plugin's permissions grantable to admin roles; call it before Strapi is loaded.
 *
 * @param strapi - the Strapi, as far as it gives services
 */
export const registerPermissions = async (strapi: Pick<Core.Strapi, 'service'>): Promise<void> => {
  const { actionProvider } = serviceSchema.parse(strapi.service('admin::permission'));
  await actionProvider.registerMany(
    Object.entries(NAMES).map(([uid, [subCategory, displayName]]) => ({
      section: 'plugins',
      pluginName: PLUGIN_ID,
      subCategory,
      displayName,
      uid,
    })),
  );
};
