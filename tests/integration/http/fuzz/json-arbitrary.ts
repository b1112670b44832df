import fc from 'fast-check';
import { z } from 'zod';

/** The part of JSON Schema that zod writes. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** What a field of this name usually holds, where its schema alone would hardly ever be met. */
export type Knowledge = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const MOST_ITEMS = 4;

/**
 * Makes values that a schema accepts, or nearly: rules that JSON Schema cannot say are not kept.
 *
 * @param schema - of the input
 * @param knowledge - by the name of a field
 * @param webhookIds - what ids of webhooks are drawn from
 */
export const arbitraryOf = (
  schema: z.ZodType,
  knowledge: Knowledge,
  webhookIds: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> => {
  const build = (node: JsonSchema, name: string): fc.Arbitrary<unknown> => {
    const known = knowledge[name];
    if (known !== undefined && node.type === 'string') return known;
    if (node.const !== undefined) return fc.constant(node.const);
    if (node.enum !== undefined) return fc.constantFrom(...node.enum);
    const choices = node.anyOf ?? node.oneOf ?? node.allOf;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => build(choice, name)));
    switch (node.type) {
      case 'string':
        return texts(node);
      case 'integer':
        return isWebhookId(node) ? webhookIds : integers(node);
      case 'number':
        return numbers(node);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return lists(node, name);
      case 'object':
        return objects(node);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  };

  const lists = ({ items = {}, minItems = 0, maxItems = MOST_ITEMS }: JsonSchema, name: string) => {
    const bounds = {
      minLength: Math.min(minItems, MOST_ITEMS),
      maxLength: Math.min(maxItems, MOST_ITEMS),
    };
    return items.enum === undefined
      ? fc.array(build(items, name), bounds)
      : fc.uniqueArray(build(items, name), bounds);
  };

  const objects = (node: JsonSchema): fc.Arbitrary<unknown> => {
    if (node.properties === undefined) {
      const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
      return fc.dictionary(headerNames, build(values, 'value'), { maxKeys: MOST_ITEMS });
    }
    const fields = Object.entries(node.properties).map(([name, field]) => [
      name,
      build(field, name),
    ]);
    return fc.record(Object.fromEntries(fields), {
      requiredKeys: required(node),
      noNullPrototype: true,
    });
  };

  return build(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, '');
};

/** Typed as the names of a record whose names nobody knows. */
const required = ({ required: names = [] }: JsonSchema): never[] => [...names] as never[];

const headerNames = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('X-A', 'X-B', 'Authorization', 'x-api-key') },
  { weight: 1, arbitrary: fc.constantFrom('Host', 'X-Strapi-Event', 'bad name', 'x-a', 'é') },
);

/** ISO 8601 writes other years with a sign, and schemas refuse that. */
const FOUR_DIGIT_YEARS = { min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') };

const texts = ({ pattern, format, minLength = 0, maxLength = 60 }: JsonSchema) => {
  if (format === 'date-time') {
    return fc.date({ ...FOUR_DIGIT_YEARS, noInvalidDate: true }).map((date) => date.toISOString());
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({
    unit: 'grapheme',
    minLength: Math.min(minLength, 60),
    maxLength: Math.min(maxLength, 60),
  });
};

const integers = ({ minimum, maximum }: JsonSchema) =>
  fc.maxSafeInteger().map((number) => within(number, minimum, maximum));

const numbers = ({ minimum, maximum }: JsonSchema) =>
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((number) => within(number, minimum, maximum));

/** Folds a number into a range, so that small and large ones are as likely as before. */
const within = (number: number, minimum = -Infinity, maximum = Infinity): number => {
  if (number >= minimum && number <= maximum) return number;
  const folded = Number.isFinite(minimum) ? minimum + (Math.abs(number) % 1000) : number;
  return Math.max(minimum, Math.min(maximum, folded));
};

const isWebhookId = ({ exclusiveMinimum, maximum }: JsonSchema): boolean =>
  maximum === 2_147_483_647 && exclusiveMinimum === 0;
