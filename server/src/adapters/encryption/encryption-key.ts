/** A key as somebody configured it: any text, and the name that ciphertexts carry. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: string;
}

/** What a key id may look like; a full stop would break the ciphertext's format. */
export const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;
