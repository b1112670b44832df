import { z } from 'zod';
import { secretFault } from '../domain/secret';

/** How a secret is replaced. */
export const rotateSecretSchema = z.strictObject({
  /** The new secret; a random one unless given. */
  secret: z
    .string()
    .superRefine((value, context) => {
      const message = secretFault(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .optional(),
  /** For how long the old secret signs too; 0 ends it at once. */
  overlapHours: z
    .number()
    .min(0)
    .max(24 * 30)
    .default(24),
});
export type RotateSecretInput = z.input<typeof rotateSecretSchema>;

/** A secret in both forms: as it is, and as Standard Webhooks verifiers need it. */
export const secretViewSchema = z.strictObject({
  secret: z.string(),
  /** `whsec_` and base64: what published Standard Webhooks verifiers take. */
  standardSecret: z.string(),
  /** The secrets that still sign beside it. */
  previous: z.array(z.strictObject({ secret: z.string(), expiresAt: z.string() })),
});
export type SecretView = z.infer<typeof secretViewSchema>;
