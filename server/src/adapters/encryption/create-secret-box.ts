import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { KEY_ID } from './encryption-key';
import type { EncryptionKey } from './encryption-key';
import { PluginError } from '../../errors/plugin-error';
import type { SecretBox } from '../../pipeline/ports';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SALT = 'strapi-plugin-durable-webhooks';
const INFO = 'secrets at rest, v1';

/**
 * Makes the box that secrets are kept in: AES-256-GCM, as the text
 * `v1.<key id>.<iv>.<ciphertext>.<tag>` with base64url parts. Version, key id and the secret's place
 * are authenticated, so that a ciphertext moved to another row does not open.
 *
 * @param options - `keys`: the first one seals, all of them open; `sealingRefusal`: why nothing may be sealed; see `resolveEncryptionKeys`
 * @returns the box
 * @throws PluginError `encryption_required` without any key
 */
export const createSecretBox = (options: {
  readonly keys: readonly EncryptionKey[];
  readonly sealingRefusal?: string | null;
}): SecretBox => {
  const derived = new Map(options.keys.map(({ id, key }) => [id, deriveKey(key)]));
  const [sealing] = derived;
  if (sealing === undefined) throw new PluginError('encryption_required');
  const [sealingId, sealingKey] = sealing;
  const refusal = options.sealingRefusal ?? null;

  return {
    seal(plaintext, identity) {
      if (refusal !== null) throw new PluginError('encryption_required', { detail: refusal });
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, sealingKey, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(placeOf(sealingId, identity));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [VERSION, sealingId, ...parts].join('.');
    },

    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${sealingId}.`),

    open(sealed, identity) {
      const { keyId, iv, ciphertext, tag } = parse(sealed);
      const key = derived.get(keyId);
      if (key === undefined) throw unreadable(`it was made with the key "${keyId}"`);
      try {
        const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
        decipher.setAAD(placeOf(keyId, identity));
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch {
        throw unreadable(`the key "${keyId}" does not open it; the key or the value was changed`);
      }
    },
  };
};

const deriveKey = (text: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(text, 'utf8'), SALT, INFO, KEY_BYTES));

/** Neither version nor key id can hold a full stop, so no two places read the same. */
const placeOf = (keyId: string, identity: string): Buffer =>
  Buffer.from(`${VERSION}.${keyId}.${identity}`, 'utf8');

interface Parts {
  readonly keyId: string;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

const parse = (sealed: string): Parts => {
  const [version, keyId, ...encoded] = sealed.split('.');
  const [iv, ciphertext, tag] = encoded.map((part) => Buffer.from(part, 'base64url'));
  const isOurs = version === VERSION && keyId !== undefined && KEY_ID.test(keyId);
  if (!isOurs || !iv || !ciphertext || !tag || encoded.length !== 3) {
    throw unreadable('it is not in a form that this version of the plugin writes');
  }
  return { keyId, iv, ciphertext, tag };
};

const unreadable = (detail: string): PluginError =>
  new PluginError('secret_unreadable', { detail });
