import type { Core } from '@strapi/types';
import { createSecretBox } from '../adapters/encryption/create-secret-box';
import { resolveEncryptionKeys } from '../adapters/encryption/resolve-encryption-keys';
import type { Settings } from '../config/settings';
import type { Log, SecretBox } from '../pipeline/ports';
import type { EncryptionDeps } from './encryption';

/** What seals secrets, and what is to be said of it. */
export interface EncryptionKeys extends Pick<EncryptionDeps, 'encryption'> {
  readonly secretBox: SecretBox;
}

/**
 * Takes the keys from where they may be, and warns when none of them was meant for encryption.
 *
 * @param strapi - for the keys of its admin
 * @param settings - for our own
 * @param log - for the warning
 * @throws PluginError `settings_invalid`, `encryption_required`
 */
export const readEncryptionKeys = (
  strapi: Core.Strapi,
  { encryption: { keys: settingsKeys, required } }: Pick<Settings, 'encryption'>,
  log: Log,
): EncryptionKeys => {
  const { keys, source, warning, sealingRefusal } = resolveEncryptionKeys({
    settingsKeys,
    adminEncryptionKey: strapi.config.get<string | undefined>('admin.secrets.encryptionKey'),
    adminAuthSecret: strapi.config.get<string | undefined>('admin.auth.secret'),
    required,
  });
  if (warning !== null) log.warn(warning);
  return {
    secretBox: createSecretBox({ keys, sealingRefusal }),
    encryption: {
      keyId: keys[0]?.id ?? '',
      source,
      advice: warning,
      canSave: sealingRefusal === null,
    },
  };
};
