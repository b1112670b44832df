import { z } from 'zod';
import { ACTOR_KINDS, AUDIT_ACTIONS } from '../domain/audit';
import { cursorPageOf, cursorRequestSchema } from './envelope';
import { webhookIdSchema } from './storable';

/** One thing that somebody did to a webhook. */
export const auditEntryViewSchema = z.strictObject({
  id: z.int(),
  webhookId: z.int(),
  action: z.enum(AUDIT_ACTIONS),
  actor: z.strictObject({
    kind: z.enum(ACTOR_KINDS),
    /** Strapi's id of the person or the token. */
    id: z.string().nullable(),
    /** As it was then. */
    name: z.string().nullable(),
  }),
  /** The names of the fields that changed, never their values. */
  fields: z.array(z.string()),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.string(),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

/** A page of them, newest first. */
export const auditQuerySchema = z.strictObject({
  webhookId: webhookIdSchema,
  ...cursorRequestSchema.unwrap().shape,
});
export type AuditQuery = z.input<typeof auditQuerySchema>;

/** The same over HTTP, where the path names the webhook. */
export const auditListQuerySchema = z.strictObject({ pagination: cursorRequestSchema });

export const auditListAnswerSchema = cursorPageOf(auditEntryViewSchema);
export type AuditListAnswer = z.infer<typeof auditListAnswerSchema>;
