import type { Core } from '@strapi/types';
import { z } from 'zod';
import { DOORS, type Door } from '../contracts/endpoint';
import type { EndpointName } from '../contracts/endpoints';
import type { Permission } from '../contracts/permission';
import { PLUGIN_ID } from '../plugin-id';

/** Who sent a request, and what they may do beyond what let them in. */
export interface Caller {
  readonly door: Door;
  /** Who it is, for the record. */
  readonly name: string;
  /**
   * @param permission - what a person's role must allow
   * @param scope - what an API token must hold
   */
  may(permission: Permission, scope: EndpointName): Promise<boolean>;
}

interface Authentication {
  verify(auth: unknown, config: { readonly scope: readonly string[] }): Promise<void> | void;
}

const stateSchema = z.object({
  route: z.object({ info: z.object({ type: z.enum(DOORS) }) }),
  auth: z.unknown(),
  userAbility: z
    .custom<{ can(action: string): boolean }>(
      (ability) => typeof ability === 'object' && ability !== null && 'can' in ability,
    )
    .optional(),
  user: z
    .object({
      id: z.union([z.number(), z.string()]),
      email: z.string().nullish(),
    })
    .optional(),
});

/**
 * Says who sent a request.
 *
 * @param state - what Strapi's authentication left in the request's state
 * @param strapi - for its authentication
 */
export const callerOf = (state: unknown, strapi: Core.Strapi): Caller => {
  const { route, auth, userAbility, user } = stateSchema.parse(state);
  const door = route.info.type;
  return {
    door,
    name: user === undefined ? 'an API token' : `${user.email ?? 'a user'} (id ${user.id})`,
    may: async (permission, scope) => {
      if (door === 'admin') return userAbility?.can(`plugin::${PLUGIN_ID}.${permission}`) === true;
      try {
        const authentication = strapi.get<Authentication>('auth');
        await authentication.verify(auth, { scope: [`plugin::${PLUGIN_ID}.${scope}`] });
        return true;
      } catch {
        // It rejects with "forbidden", and there is no other question to ask it.
        return false;
      }
    },
  };
};
