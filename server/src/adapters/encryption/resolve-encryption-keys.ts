import { KEY_ID } from './encryption-key';
import type { EncryptionKey } from './encryption-key';
import type { KeySource } from '../../domain/key-source';
import { PluginError } from '../../errors/plugin-error';
import type { FieldFault } from '../../errors/plugin-error';

/** The id of Strapi's `admin.secrets.encryptionKey`. */
export const ADMIN_KEY_ID = 'admin';
/** The id of the key derived from Strapi's `admin.auth.secret`. */
export const AUTH_KEY_ID = 'auth';

const HOW_TO =
  'Generate one with `node -p "crypto.randomBytes(32).toString(\'base64\')"` and set it as ' +
  '`secrets.encryptionKey` in config/admin, or under `webhooks.encryption.keys` in config/server';

export interface EncryptionSources {
  /** The plugin's own keys, newest first. */
  readonly settingsKeys: readonly EncryptionKey[];
  readonly adminEncryptionKey: string | null | undefined;
  readonly adminAuthSecret: string | null | undefined;
  /** Whether nothing may be saved without a proper key. */
  readonly required: boolean;
}

export interface ResolvedEncryptionKeys {
  /** The first one seals, all of them open. */
  readonly keys: readonly EncryptionKey[];
  /** Where the one that seals comes from. */
  readonly source: KeySource;
  /** What an administrator should be told, or null. */
  readonly warning: string | null;
  /** Why nothing may be sealed, or null; what was sealed before still opens. */
  readonly sealingRefusal: string | null;
}

/**
 * Chooses the keys that secrets are encrypted with: the plugin's own, then Strapi's, and in need
 * one derived from the admin's login secret. Weaker sources stay readable after a proper key was
 * added, so that nothing that was saved before is lost.
 *
 * @param sources - every place a key may come from
 * @returns the keys, and a warning when none of them was meant for encryption
 * @throws PluginError `encryption_required` without any key; `settings_invalid` for a key id that cannot be used
 */
export const resolveEncryptionKeys = (sources: EncryptionSources): ResolvedEncryptionKeys => {
  const faults = keyFaults(sources.settingsKeys);
  if (faults.length > 0) throw new PluginError('settings_invalid', { faults });
  const proper = [...sources.settingsKeys, ...keyFrom(ADMIN_KEY_ID, sources.adminEncryptionKey)];
  const derived = keyFrom(AUTH_KEY_ID, sources.adminAuthSecret);
  const keys = [...proper, ...derived];
  if (keys.length === 0) throw new PluginError('encryption_required', { detail: HOW_TO });
  if (proper.length > 0) {
    const source = sources.settingsKeys.length > 0 ? 'settings' : 'admin';
    return { keys, source, warning: null, sealingRefusal: null };
  }
  if (sources.required) {
    const warning = `No encryption key is configured, and \`encryption.required\` is set: webhooks cannot be saved. ${HOW_TO}`;
    return { keys, source: 'derived', warning, sealingRefusal: HOW_TO };
  }
  const warning =
    'No encryption key is configured: webhook secrets are encrypted with a key derived from ' +
    `\`auth.secret\` of config/admin, and cannot be read any more once that changes. ${HOW_TO}`;
  return { keys, source: 'derived', warning, sealingRefusal: null };
};

const keyFrom = (id: string, key: string | null | undefined): EncryptionKey[] =>
  key ? [{ id, key }] : [];

const keyFaults = (keys: readonly EncryptionKey[]): FieldFault[] =>
  keys.flatMap(({ id, key }, index) => {
    const path = ['encryption', 'keys', index];
    const faults: FieldFault[] = [];
    if (!KEY_ID.test(id)) {
      faults.push({ path: [...path, 'id'], message: 'must be 1 to 64 letters, digits, - or _' });
    } else if (id === ADMIN_KEY_ID || id === AUTH_KEY_ID) {
      faults.push({
        path: [...path, 'id'],
        message: `"${id}" is the id of one of Strapi's own keys`,
      });
    } else if (keys.findIndex((other) => other.id === id) !== index) {
      faults.push({ path: [...path, 'id'], message: `"${id}" is used twice` });
    }
    if (key === '') faults.push({ path: [...path, 'key'], message: 'must not be empty' });
    return faults;
  });
