/** A request that the panel made. */
export interface ApiRequest {
  readonly method: string;
  /** Below the plugin, as `/webhooks/1/pause`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What its body wraps; undefined without one. */
  readonly data: unknown;
}

/** What the plugin's server answers, at once or later. */
export type Answers = Readonly<Record<string, (request: ApiRequest) => unknown>>;

/** A refusal, as Strapi words it. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly message: string,
    /** The plugin's stable code. */
    readonly code?: string,
    /** The fields that are wrong. */
    readonly errors: readonly { readonly path: readonly string[]; readonly message: string }[] = [],
  ) {}
}

/** What the panel asked for so far. */
export interface Api {
  readonly requests: readonly ApiRequest[];
  /** Those of one kind, as `POST /webhooks/1/pause`. */
  to(route: string): readonly ApiRequest[];
}

const ROOT = '/durable-webhooks';

const dataOf = (body: BodyInit | null | undefined): unknown => {
  if (typeof body !== 'string') return undefined;
  const content: unknown = JSON.parse(body);
  return typeof content === 'object' && content !== null && 'data' in content
    ? content.data
    : undefined;
};

const json = (status: number, content: unknown): Response =>
  new Response(JSON.stringify(content), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const errorOf = ({ status, message, code, errors }: Refusal): Response =>
  json(status, {
    data: null,
    error: { status, name: 'Error', message, details: { code, errors } },
  });

/** What Strapi itself is asked for by a panel that somebody has logged in to. */
const strapiAnswers = (permissions: readonly string[]): Readonly<Record<string, unknown>> => ({
  '/admin/project-type': { data: { isEE: false, isTrial: false, features: [], flags: {} } },
  '/admin/init': { data: { uuid: false, hasAdmin: true, menuLogo: null, authLogo: null } },
  '/admin/users/me': {
    data: { id: 1, firstname: 'Kai', lastname: 'Doe', email: 'kai@example.com', roles: [] },
  },
  '/admin/users/me/permissions': {
    data: permissions.map((name, id) => ({
      id,
      action: `plugin::durable-webhooks.${name}`,
      subject: null,
      properties: {},
      conditions: [],
      actionParameters: {},
    })),
  },
  '/admin/information': { data: { communityEdition: true, strapiVersion: '5.54.0' } },
  '/admin/project-settings': { menuLogo: null, authLogo: null },
});

/**
 * Answers in the server's place until the next call.
 *
 * @param answers - by method and path; a path that is not there is refused with 404
 * @param permissions - what the role of the person allows
 */
export const serve = (answers: Answers, permissions: readonly string[]): Api => {
  const requests: ApiRequest[] = [];
  const strapi = strapiAnswers(permissions);
  const answer = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input, window.location.origin);
    if (!url.pathname.startsWith(ROOT)) {
      const known = strapi[url.pathname];
      return known === undefined ? errorOf(new Refusal(404, 'Not Found')) : json(200, known);
    }
    const request: ApiRequest = {
      method: init.method ?? 'GET',
      path: url.pathname.slice(ROOT.length),
      query: url.searchParams,
      data: dataOf(init.body),
    };
    requests.push(request);
    const result = await answers[`${request.method} ${request.path}`]?.(request);
    if (result === undefined) return errorOf(new Refusal(404, `${request.path} is not served`));
    return result instanceof Refusal ? errorOf(result) : json(200, result);
  };
  Object.assign(globalThis, { fetch: answer });
  return {
    requests,
    to: (route) => requests.filter(({ method, path }) => `${method} ${path}` === route),
  };
};
