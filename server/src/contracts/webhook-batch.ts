import { z } from 'zod';
import { unchecked } from './endpoint';
import { errorSchema } from './envelope';
import { createWebhookSchema, webhookViewSchema, type CreateWebhookInput } from './webhook';
import { editWebhookSchema, webhookWithSecretSchema } from './webhook-actions';
import { webhookIdSchema } from './storable';

/** How many webhooks one request may create, update and delete together. */
export const MAX_BATCH = 100;

const editWithIdSchema = editWebhookSchema.extend({ id: webhookIdSchema });
export type EditWithId = z.input<typeof editWithIdSchema>;

const batchOf = <Create extends z.ZodType, Edit extends z.ZodType, Id extends z.ZodType>(
  create: Create,
  edit: Edit,
  id: Id,
) =>
  z
    .strictObject({
      create: z.array(create).default([]),
      update: z.array(edit).default([]),
      delete: z.array(id).default([]),
    })
    .check(({ value, issues }) => {
      const count = value.create.length + value.update.length + value.delete.length;
      if (count >= 1 && count <= MAX_BATCH) return;
      issues.push({
        code: 'custom',
        input: value,
        path: [],
        message: `must create, update and delete 1 to ${MAX_BATCH} webhooks in all, not ${count}`,
      });
    });

/** Several changes in one request, each for itself: what fails leaves the others alone. */
export const batchSchema = batchOf(createWebhookSchema, editWithIdSchema, webhookIdSchema);
export type BatchInput = z.input<typeof batchSchema>;

/** The same before its items are looked at: each of them answers for itself. */
export const uncheckedBatchSchema = batchOf(
  unchecked<CreateWebhookInput>(),
  unchecked<EditWithId>(),
  z.unknown(),
);

const resultOf = <Data extends z.ZodType>(data: Data) =>
  z.union([z.strictObject({ data }), z.strictObject({ error: errorSchema })]);

/** One result for each item, in the order of the request. */
export const batchViewSchema = z.strictObject({
  create: z.array(resultOf(webhookWithSecretSchema)),
  update: z.array(resultOf(webhookViewSchema)),
  delete: z.array(resultOf(webhookViewSchema)),
});
export type BatchView = z.infer<typeof batchViewSchema>;
