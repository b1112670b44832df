import { errors } from '@strapi/utils';
import { boundedFaults } from './bounded-faults';
import { ERROR_CATALOGUE } from './catalogue';
import { PluginError, type FieldFault } from './plugin-error';

/** What only a request can get wrong, before any service sees it. */
export class RequestError extends Error {
  readonly code: 'request_invalid' | 'request_forbidden';
  readonly faults: readonly FieldFault[];

  /**
   * @param code - `request_forbidden` where a permission is missing for a part of the request
   * @param wrongFields - every wrong field at once; a hundred of them are kept
   */
  constructor(code: RequestError['code'], wrongFields: readonly FieldFault[]) {
    const faults = boundedFaults(wrongFields);
    super(
      faults.map(({ path, message }) => `${path.join('.') || '(root)'}: ${message}`).join('; '),
    );
    this.name = 'RequestError';
    this.code = code;
    this.faults = faults;
  }
}

/** An error as Strapi answers with it, under `error`. */
export interface ErrorDescription {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly details: {
    readonly code?: string;
    readonly errors?: {
      readonly path: (string | number)[];
      readonly message: string;
      readonly name: 'ValidationError';
    }[];
  };
}

class ConflictError extends Error {
  readonly status = 409;
  readonly details: unknown;

  constructor(message: string, details: unknown) {
    super(message);
    this.name = 'ConflictError';
    this.details = details;
  }
}
// Strapi answers with an error's own status only for an HttpError, and that class is abstract.
const httpError: unknown = errors.HttpError;
if (typeof httpError === 'function') {
  const prototype: unknown = httpError.prototype;
  if (typeof prototype === 'object') Object.setPrototypeOf(ConflictError.prototype, prototype);
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'ValidationError',
  // Strapi replaces any other name's message by "Forbidden".
  403: 'PolicyError',
  404: 'NotFoundError',
  409: 'ConflictError',
  429: 'RateLimitError',
};

/**
 * Describes an error for whoever sent the request; what is not theirs to know stays out.
 *
 * @param error - anything that was thrown
 */
export const describeError = (error: unknown): ErrorDescription => {
  if (error instanceof PluginError || error instanceof RequestError) {
    const status = statusOf(error);
    const name = NAMES[status];
    if (name !== undefined) {
      return {
        status,
        name,
        message: error.message,
        details: {
          code: error.code,
          errors: error.faults.map(({ path, message }) => ({
            path: [...path],
            message,
            name: 'ValidationError',
          })),
        },
      };
    }
  }
  return {
    status: 500,
    name: 'InternalServerError',
    message: 'Internal Server Error',
    details: {},
  };
};

/**
 * Turns an error of ours into one that Strapi answers with; the one place where that happens.
 *
 * @param error - anything that was thrown
 * @returns the error to throw instead; one that is our own fault stays as it is, for Strapi's log
 */
export const toStrapiError = (error: unknown): unknown => {
  const { status, message, details } = describeError(error);
  switch (status) {
    case 400:
      return new errors.ValidationError(message, details);
    case 403:
      return new errors.PolicyError(message, details);
    case 404:
      return new errors.NotFoundError(message, details);
    case 409:
      return new ConflictError(message, details);
    case 429:
      return new errors.RateLimitError(message, details);
    default:
      return error;
  }
};

const statusOf = (error: PluginError | RequestError): number => {
  if (error instanceof PluginError) return ERROR_CATALOGUE[error.code].status;
  return error.code === 'request_forbidden' ? 403 : 400;
};
