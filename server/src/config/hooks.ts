import { z } from 'zod';
import { webhookFields } from './webhook-fields';

/** A webhook of the settings: what `create` takes, and the key that it is recognised by. */
export const hookSchema = z
  .strictObject(webhookFields)
  .partial()
  .extend({
    key: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"'),
    topics: webhookFields.topics,
    deliveryUrl: webhookFields.deliveryUrl,
  });
export type HookSettings = z.output<typeof hookSchema>;

/** Webhooks as code. */
export const hooksSchema = z.array(hookSchema).superRefine((hooks, context) => {
  const seen = new Map<string, number>();
  hooks.forEach(({ key }, index) => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, index);
    else {
      context.addIssue({
        code: 'custom',
        path: [index, 'key'],
        message: `"${key}" is the key of hooks.${before} already`,
      });
    }
  });
});
