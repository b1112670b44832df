import type { z } from 'zod';
import { PluginError, type FieldFault } from '../errors/plugin-error';
import { RequestError } from '../errors/to-strapi-error';
import { coerceQuery } from './coerce-query';
import { sizeFault } from './request-size';

interface Incoming {
  readonly query: unknown;
  readonly body: unknown;
}

interface Expected<Query extends z.ZodType, Data extends z.ZodType> {
  readonly query: Query;
  readonly data: Data;
}

/**
 * Checks what a request brings.
 *
 * @param incoming - the parsed query string and body
 * @param expected - what the endpoint takes; paths of faults begin below `data`
 * @throws PluginError `query_invalid`, RequestError `request_invalid`, with every wrong field at once
 */
export const readRequest = <Query extends z.ZodType, Data extends z.ZodType>(
  incoming: Incoming,
  expected: Expected<Query, Data>,
): { query: z.output<Query>; data: z.output<Data> } => {
  const query = expected.query.safeParse(coerceQuery(expected.query, incoming.query));
  const body = bodyOf(incoming.body);
  const data = expected.data.safeParse(body.data);
  const faults = [
    ...(query.success ? [] : faultsOf(query.error, [])),
    ...body.faults,
    // Nothing useful can be said about the data of a body that is no object.
    ...(data.success || body.faults.length > 0 ? [] : faultsOf(data.error, ['data'])),
  ];
  if (query.success && data.success && faults.length === 0) {
    return { query: query.data, data: data.data };
  }
  const isBodyGood = data.success && body.faults.length === 0;
  throw isBodyGood
    ? new PluginError('query_invalid', { faults })
    : new RequestError('request_invalid', faults);
};

const bodyOf = (body: unknown): { data: unknown; faults: FieldFault[] } => {
  if (body === undefined || body === null) return { data: undefined, faults: [] };
  if (typeof body !== 'object' || Array.isArray(body)) {
    return { data: undefined, faults: [{ path: [], message: 'the body must be an object' }] };
  }
  const size = sizeFault(body);
  if (size !== null) {
    return { data: undefined, faults: [{ path: [], message: `the body ${size}` }] };
  }
  return {
    data: 'data' in body ? body.data : undefined,
    faults: Object.keys(body)
      .filter((key) => key !== 'data')
      .map((key) => ({ path: [key], message: 'is not known; fields go under "data"' })),
  };
};

/**
 * Lists zod's complaints as our own field faults.
 *
 * @param error - a failed parse
 * @param root - the path of the value as a whole
 */
export const faultsOf = (error: z.ZodError, root: readonly string[]): FieldFault[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known' }));
    }
    return [{ path: path.length === 0 ? root : path, message: issue.message }];
  });
