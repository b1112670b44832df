import type { Core } from '@strapi/types';
import { createAddressGuard, type AddressGuard } from '../adapters/http/address-guard';
import type { Settings } from '../config/settings';
import { networkRulesOf } from '../domain/network-rules';
import type { Log } from '../pipeline/ports';

/** The ways out of this machine. */
export interface Network {
  readonly guard: AddressGuard;
  /** Strapi's own proxy, or null. */
  readonly proxyUrl: string | null;
}

/**
 * Reads where requests may go, and through what.
 *
 * @param strapi - the Strapi
 * @param settings - ours
 * @param log - is told once when receivers are reached that a production would refuse
 */
export const createNetwork = (strapi: Core.Strapi, settings: Settings, log: Log): Network => {
  const proxyUrl = proxyOf(strapi);
  const guard = createAddressGuard({
    rules: networkRulesOf(settings.network),
    behindProxy: proxyUrl !== null,
    onAllowedByDefault: (host) => {
      log.warn(
        `loopback and private addresses such as ${host} are allowed because NODE_ENV is ` +
          `"${process.env['NODE_ENV'] ?? ''}"; in production each needs an entry in network.allow`,
      );
    },
  });
  return { guard, proxyUrl };
};

/** The first that is set, an empty one being none, as core reads them. */
const proxyOf = (strapi: Core.Strapi): string | null =>
  strapi.config.get<string | undefined>('server.proxy.fetch') ||
  strapi.config.get<string | undefined>('server.proxy.global') ||
  null;
