import { z } from 'zod';
import { KEY_SOURCES } from '../domain/key-source';

/** With which key secrets are encrypted, and how many webhooks are not there yet. */
export const encryptionViewSchema = z.strictObject({
  /** The id of the key that new values are encrypted with. */
  keyId: z.string(),
  /** `settings` are the plugin's own keys, `admin` is Strapi's, `derived` was made from the login secret in need. */
  source: z.enum(KEY_SOURCES),
  /** How to make a proper key; null when there is one. */
  advice: z.string().nullable(),
  /** Whether secrets can be saved; not without a proper key where the settings require one. */
  canSave: z.boolean(),
  /** Webhooks with a value that an older key encrypted. */
  outdatedWebhookIds: z.array(z.int()),
  /** Webhooks with a value that no key can read. They hold their deliveries until it is set anew. */
  unreadableWebhookIds: z.array(z.int()),
});
export type EncryptionView = z.infer<typeof encryptionViewSchema>;

/** What encrypting again came to. It can be done again at any time. */
export const reencryptResultSchema = z.strictObject({
  keyId: z.string(),
  /** Encrypted with the newest key now. */
  reencryptedWebhookIds: z.array(z.int()),
  /** Left as they were: no key can read them. */
  unreadableWebhookIds: z.array(z.int()),
});
export type ReencryptResult = z.infer<typeof reencryptResultSchema>;
