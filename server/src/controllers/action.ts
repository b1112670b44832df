import type { Core } from '@strapi/types';
import type { z } from 'zod';
import type { Endpoint } from '../contracts/endpoint';
import type { EndpointName } from '../contracts/endpoints';
import { PluginError } from '../errors/plugin-error';
import { toStrapiError } from '../errors/to-strapi-error';
import { runtimeOf } from '../services/runtimes';
import { callerOf, type Caller } from './caller';
import { callerKeyOf } from './caller-key';
import { readRequest } from './read-request';

export interface ControllerContext {
  readonly strapi: Core.Strapi;
}

/** A checked request. */
export interface ActionRequest<Query, Data> {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Query;
  readonly data: Data;
  readonly caller: Caller;
}

type Handle<Query extends z.ZodType, Data extends z.ZodType, Answer extends z.ZodType> = (
  request: ActionRequest<z.output<Query>, z.output<Data>>,
) => Promise<z.input<Answer>>;

/** The actions that the table of endpoints wants from a controller. */
export type Controller<Name extends string> = Record<
  EndpointName extends infer Full
    ? Full extends `${Name}.${infer Action}`
      ? Action
      : never
    : never,
  Core.ControllerHandler
>;

/**
 * Makes a controller's action of an endpoint: the request is checked before, the answer is typed, and
 * errors become Strapi's.
 *
 * @param strapi - the Strapi
 * @param endpoint - what the route takes and gives
 * @param handle - calls a service and says what comes of it
 */
export const action =
  <Query extends z.ZodType, Data extends z.ZodType, Answer extends z.ZodType>(
    strapi: Core.Strapi,
    endpoint: Endpoint<Query, Data, Answer>,
    handle: Handle<Query, Data, Answer>,
  ): Core.ControllerHandler =>
  async (context) => {
    // Secrets and people's data: no cache on the way has a use for them.
    context.set('Cache-Control', 'no-store');
    try {
      const request = readRequest({ query: context.query, body: context.request.body }, endpoint);
      if (endpoint.rate !== undefined && !isDryRun(request.data)) {
        runtimeOf(strapi).rates.take(endpoint.rate, callerKeyOf(context.state));
      }
      const answer = await handle({
        params: paramsOf(context.params),
        caller: callerOf(context.state, strapi),
        ...request,
      });
      context.status = endpoint.status;
      context.body = answer;
    } catch (error) {
      if (error instanceof PluginError && error.retryAfterSeconds !== null) {
        context.set('Retry-After', String(error.retryAfterSeconds));
      }
      throw toStrapiError(error);
    }
  };

const isDryRun = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'dryRun' in data && data.dryRun === true;

const paramsOf = (params: unknown): Readonly<Record<string, unknown>> =>
  typeof params === 'object' && params !== null ? { ...params } : {};
