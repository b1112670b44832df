import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import request, { type Response } from 'supertest';
import type { Door } from '../../../server/src/contracts/endpoint';
import { PERMISSIONS } from '../../../server/src/contracts/permission';

/** What came back. */
export interface Answer {
  readonly status: number;
  /** The parsed body. */
  readonly body: Response['body'];
  readonly text: string;
  readonly headers: Response['headers'];
}

export interface Sent {
  /** Goes under `data`. */
  readonly data?: unknown;
  /** The whole body, instead of `data`; a text is sent as it is. */
  readonly body?: unknown;
  /** As it stands after the question mark. */
  readonly query?: string;
}

/** Sends a request to one of the plugin's routes. */
export type Send = (method: string, path: string, sent?: Sent) => Promise<Answer>;

export type TokenKind = 'read-only' | 'full-access' | { readonly custom: readonly string[] };

/** Everybody who may knock at the doors of a booted app. */
export interface Callers {
  anonymous(door: Door): Send;
  /** Somebody with a bearer token of any kind. */
  bearer(door: Door, token: string): Send;
  /** The token of a person whose role allows these actions and nothing else. */
  loginWith(actions: readonly string[]): Promise<string>;
  admin(actions: readonly string[]): Promise<Send>;
  /** A new person who may do everything with the plugin, importing too. A super admin's some three hundred permissions would be judged at each request. */
  operator(): Promise<Send>;
  operatorToken(): Promise<string>;
  superAdminToken(): Promise<string>;
  /** An API token of the content API. */
  apiToken(kind: TokenKind): Promise<string>;
  token(kind: TokenKind): Promise<Send>;
  /** An admin token of a super admin, limited to these actions. */
  adminToken(actions: readonly string[]): Promise<string>;
  /** The token of an account of the app's own users, whose role was granted these actions. */
  appUser(actions: readonly string[]): Promise<string>;
}

const PREFIXES: Readonly<Record<Door, string>> = {
  admin: '/durable-webhooks',
  'content-api': '/api/durable-webhooks',
};
const PASSWORD = 'Playground-1';

/**
 * Makes callers of a booted app, through Strapi's own services and its login.
 *
 * @param strapi - the app
 */
export const callersOf = (strapi: Core.Strapi): Callers => {
  // A login costs a tenth of a second: whoever may do the same is the same.
  const known = new Map<string, Promise<string>>();
  const once = (what: unknown, make: () => Promise<string>): Promise<string> => {
    const key = JSON.stringify(what);
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
  };
  // Strapi counts the logins of an address for as long as the process lives.
  const newName = (): string => `caller-${randomUUID()}`;

  const bearer =
    (door: Door, token: string | null): Send =>
    async (method, path, { data, body, query } = {}) => {
      const url = `${PREFIXES[door]}${path}${query === undefined ? '' : `?${query}`}`;
      const call = request(strapi.server.httpServer)[
        method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
      ](url);
      if (token !== null) void call.set('Authorization', `Bearer ${token}`);
      const content = body ?? (data === undefined ? undefined : { data });
      if (content !== undefined) {
        void call.set('Content-Type', 'application/json');
        void call.send(typeof content === 'string' ? content : JSON.stringify(content));
      }
      const answer = await call;
      const { status, body: parsed, text, headers } = answer;
      return { status, body: parsed, text, headers };
    };

  const login = async (name: string, roleId: number): Promise<string> => {
    const email = `${name}@example.com`;
    await strapi.service('admin::user')['create']({
      email,
      firstname: name,
      password: PASSWORD,
      isActive: true,
      roles: [roleId],
    });
    const answer = await request(strapi.server.httpServer)
      .post('/admin/login')
      .send({ email, password: PASSWORD });
    if (answer.status !== 200) throw new Error(`login: ${answer.status} ${answer.text}`);
    return answer.body.data.token;
  };

  const loginAnew = async (actions: readonly string[]): Promise<string> => {
    const name = newName();
    const roles = strapi.service('admin::role');
    const { id } = await roles['create']({ name, description: name });
    await roles['assignPermissions'](
      id,
      actions.map((action) => ({ action })),
    );
    return login(name, id);
  };

  const loginWith = (actions: readonly string[]): Promise<string> =>
    once({ person: actions }, () => loginAnew(actions));

  const operatorToken = (): Promise<string> =>
    loginAnew([
      ...PERMISSIONS.map((name) => `plugin::durable-webhooks.${name}`),
      'admin::webhooks.update',
    ]);

  const apiToken = (kind: TokenKind): Promise<string> =>
    once({ token: kind }, async () => {
      const { accessKey } = await strapi.service('admin::api-token')['create']({
        name: newName(),
        description: '',
        lifespan: null,
        ...(typeof kind === 'string'
          ? { type: kind }
          : { type: 'custom', permissions: kind.custom }),
      });
      return accessKey;
    });

  const superAdminToken = async (): Promise<string> => {
    const { id } = await strapi.service('admin::role')['getSuperAdmin']();
    return login(newName(), id);
  };

  return {
    anonymous: (door) => bearer(door, null),
    bearer,
    loginWith,
    admin: async (actions) => bearer('admin', await loginWith(actions)),
    operator: async () => bearer('admin', await operatorToken()),
    operatorToken,
    superAdminToken,
    apiToken,
    token: async (kind) => bearer('content-api', await apiToken(kind)),
    adminToken: async (actions) => {
      const { id } = await strapi.service('admin::role')['getSuperAdmin']();
      const name = newName();
      await login(name, id);
      const owner = await strapi.db
        .query('admin::user')
        .findOne({ where: { email: `${name}@example.com` }, populate: ['roles'] });
      const { accessKey } = await strapi.service('admin::api-token-admin')['create'](
        {
          name,
          description: '',
          lifespan: null,
          adminPermissions: actions.map((action) => ({ action, subject: null })),
        },
        owner,
      );
      return accessKey;
    },
    appUser: (actions) =>
      once({ account: actions }, async () => {
        const name = newName();
        const role = await strapi.db
          .query('plugin::users-permissions.role')
          .create({ data: { name, type: name } });
        for (const action of actions) {
          await strapi.db
            .query('plugin::users-permissions.permission')
            .create({ data: { action, role: role.id } });
        }
        const user = await strapi.db.query('plugin::users-permissions.user').create({
          data: { username: name, email: `${name}@example.com`, confirmed: true, role: role.id },
        });
        return strapi.plugin('users-permissions').service('jwt').issue({ id: user.id });
      }),
  };
};
