import type { z } from 'zod';
import { faultsOf } from '../config/resolve';
import type { ErrorCode } from '../errors/catalogue';
import { PluginError } from '../errors/plugin-error';

/**
 * Checks what a caller passes; a script in JavaScript may pass anything.
 *
 * @param schema - what it must be like
 * @param input - anything
 * @param code - of the error that says what is wrong with it
 * @throws PluginError of that code, with every wrong part
 */
export const checked = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  code: ErrorCode,
): z.output<Schema> => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new PluginError(code, { faults: faultsOf(parsed.error) });
  return parsed.data;
};
