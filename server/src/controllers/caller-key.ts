import { z } from 'zod';

const stateSchema = z.object({
  auth: z.object({
    strategy: z.object({ name: z.string() }),
    credentials: z.object({ id: z.union([z.number(), z.string()]) }),
  }),
});

/**
 * Tells callers apart: every person and every token for itself, whatever they are called.
 *
 * @param state - what Strapi's authentication left in the request's state
 */
export const callerKeyOf = (state: unknown): string => {
  const { auth } = stateSchema.parse(state);
  return `${auth.strategy.name} ${auth.credentials.id}`;
};
