import type { Core } from '@strapi/types';
import { z } from 'zod';
import type { Actor } from '../domain/audit';

const idSchema = z.union([z.number(), z.string()]).transform(String);

const stateSchema = z.object({
  route: z.object({ info: z.object({ type: z.string() }) }).optional(),
  auth: z
    .object({
      strategy: z.object({ name: z.string() }).optional(),
      credentials: z
        .object({ id: idSchema, name: z.string() })
        .nullable()
        .default(null)
        .catch(null),
    })
    .nullable()
    .default(null)
    .catch(null),
  user: z
    .object({
      id: idSchema,
      email: z.string().nullish(),
      username: z.string().nullish(),
      firstname: z.string().nullish(),
      lastname: z.string().nullish(),
    })
    .nullable()
    .default(null)
    .catch(null),
});

type State = z.output<typeof stateSchema>;

const SCRIPT: Actor = { kind: 'script', id: null, name: null };

/**
 * Says who is behind what happens now: who sent the request that is being answered, or a script.
 *
 * @param strapi - for its request context
 */
export const currentActor = (strapi: Core.Strapi): Actor => {
  const state = stateSchema.safeParse(strapi.requestContext.get()?.state);
  return state.success ? actorOf(state.data) : SCRIPT;
};

const actorOf = ({ route, auth, user }: State): Actor => {
  const token = auth?.credentials ?? null;
  if (route?.info.type === 'admin') {
    if (auth?.strategy?.name === 'admin-token' && token !== null) {
      return { kind: 'admin-token', id: token.id, name: token.name };
    }
    return user === null ? SCRIPT : { kind: 'admin', id: user.id, name: displayName(user) };
  }
  if (token !== null && /api-token$/.test(auth?.strategy?.name ?? '')) {
    return { kind: 'api-token', id: token.id, name: token.name };
  }
  // The app's own users are not named here: their data is not ours to keep.
  return user === null ? SCRIPT : { kind: 'account', id: user.id, name: null };
};

const displayName = (user: NonNullable<State['user']>): string | null => {
  const full = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return full || user.username || user.email || null;
};
