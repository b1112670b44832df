import { z } from 'zod';
import { isRecord } from '../domain/is-record';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * Reads the texts of a query string as what a schema asks for: numbers, booleans, lists of one.
 * What cannot be read so stays as it is, and the schema says what is wrong with it.
 *
 * @param schema - what is expected
 * @param value - what the query string holds
 */
export const coerceQuery = (schema: unknown, value: unknown): unknown => {
  if (value === undefined) return value;
  if (isWrapper(schema)) return coerceQuery(schema.unwrap(), value);
  if (schema instanceof z.ZodObject) {
    if (!isRecord(value)) return value;
    const shape: Readonly<Record<string, unknown>> = schema.shape;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, coerceQuery(shape[key], item)]),
    );
  }
  if (schema instanceof z.ZodArray) {
    const list = operand(value, ['$in', '$eq']);
    const items: unknown[] = Array.isArray(list) ? list : [list];
    return items.map((item) => coerceQuery(schema.element, item));
  }
  const text = operand(value, ['$eq']);
  if (typeof text !== 'string') return text;
  if (schema instanceof z.ZodNumber) return NUMBER.test(text) ? Number(text) : text;
  if (schema instanceof z.ZodBoolean)
    return text === 'true' ? true : text === 'false' ? false : text;
  return text;
};

/** What a filter compares with, `{ $eq: value }` being Strapi's long form of `value`. */
const operand = (value: unknown, operators: readonly string[]): unknown => {
  if (!isRecord(value)) return value;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return value;
  return operators.includes(entry[0]) ? entry[1] : value;
};

const isWrapper = (
  schema: unknown,
): schema is z.ZodOptional | z.ZodNullable | z.ZodDefault | z.ZodPrefault =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodDefault ||
  schema instanceof z.ZodPrefault;
