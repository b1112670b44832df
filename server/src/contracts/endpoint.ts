import { z } from 'zod';
import { isRecord } from '../domain/is-record';
import type { Permission } from './permission';

export const DOORS = ['admin', 'content-api'] as const;
/** `admin` is for people with roles and their panel, `content-api` for API tokens. */
export type Door = (typeof DOORS)[number];

/** Settings under `limits`: how often one person or token may ask for what makes requests to receivers. */
export type RateName = 'testsPerMinute' | 'redeliveriesPerMinute';

/** What one route takes and gives; both doors, the permissions and the API's description follow from it. */
export interface Endpoint<
  Query extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly doors: readonly Door[];
  readonly summary: string;
  /** What a person's role must allow: all of these. */
  readonly permissions: readonly Permission[];
  /** One of these beside them; what exactly depends on the request. */
  readonly anyPermission?: readonly Permission[];
  /** Permissions of Strapi itself, beside ours. */
  readonly corePermissions?: readonly string[];
  /** What it is bounded by, per person or token; a request with `dryRun` is free. */
  readonly rate?: RateName;
  readonly query: Query;
  /** What the body holds under `data`. */
  readonly data: Data;
  /** The same for the API's description, where the checking is left to the service. */
  readonly describedData?: z.ZodType;
  readonly status: 200 | 201;
  readonly answer: Answer;
}

/** For routes that take nothing in the query string. */
export const NO_QUERY = z.strictObject({});

/** For routes whose body is empty, with or without its envelope. */
export const NO_DATA = z.strictObject({}).prefault({});

/**
 * Input that only has to be an object here: the service that gets it checks it against what exists in
 * this Strapi too, so that every wrong field is told at once.
 */
export const unchecked = <Input extends object>() => z.custom<Input>(isRecord, 'must be an object');
