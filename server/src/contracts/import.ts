import { z } from 'zod';

/** Taking over core's webhooks. */
export const importSchema = z.strictObject({
  /** Only say what would happen. */
  dryRun: z.boolean().default(true),
  /** Core's ids; all that are enabled unless given. */
  ids: z
    .array(z.union([z.string().max(64), z.int()]))
    .max(1000)
    .optional(),
});
export type ImportInput = z.input<typeof importSchema>;

export const importResultSchema = z.strictObject({
  dryRun: z.boolean(),
  webhooks: z.array(
    z.strictObject({
      coreId: z.string(),
      name: z.string(),
      outcome: z.enum(['imported', 'would_import', 'skipped']),
      /** Ours, once it is imported. */
      webhookId: z.int().nullable(),
      /** Why it was skipped, and what was left out (reserved headers, unknown events). */
      notes: z.array(z.string()),
    }),
  ),
});
export type ImportResult = z.infer<typeof importResultSchema>;
