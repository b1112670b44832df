/** What a failed request says, in the parts that screens need. */
export interface ErrorParts {
  readonly status: number | null;
  /** One of the plugin's stable codes, or null. */
  readonly code: string | null;
  readonly message: string;
  /** Wrong fields: `headers.X-Key` and what is wrong with it. */
  readonly fields: readonly { readonly path: string; readonly message: string }[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const fieldOf = (value: unknown): ErrorParts['fields'][number][] => {
  if (!isRecord(value) || typeof value.message !== 'string') return [];
  const path = Array.isArray(value.path) ? value.path.join('.') : '';
  return [{ path, message: value.message }];
};

/**
 * Takes apart whatever a query or a mutation failed with.
 *
 * @param error - the `error` of an RTK Query hook
 * @returns its parts; a failure without any words has an empty message
 */
export const describeError = (error: unknown): ErrorParts => {
  if (!isRecord(error)) return { status: null, code: null, message: '', fields: [] };
  const details = isRecord(error.details) ? error.details : {};
  return {
    status: typeof error.status === 'number' ? error.status : null,
    code: typeof details.code === 'string' ? details.code : null,
    message: typeof error.message === 'string' ? error.message : '',
    fields: Array.isArray(details.errors) ? details.errors.flatMap(fieldOf) : [],
  };
};
