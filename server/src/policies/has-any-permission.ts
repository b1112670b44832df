import { z } from 'zod';

const configSchema = z.object({ actions: z.array(z.string()) });

const stateSchema = z.object({
  userAbility: z.custom<{ can(action: string): boolean }>(
    (ability) => typeof ability === 'object' && ability !== null && 'can' in ability,
  ),
});

/**
 * Lets in people whose role allows one of several actions; Strapi's own `hasPermissions` asks for all.
 *
 * @param context - a request to an admin route
 * @param config - `actions`, of which one is enough
 */
export const hasAnyPermission = (
  context: { readonly state: unknown },
  config: unknown,
): boolean => {
  const { actions } = configSchema.parse(config);
  const state = stateSchema.safeParse(context.state);
  return state.success && actions.some((action) => state.data.userAbility.can(action));
};
