/** Clock and chance, as arguments. */
export interface Surroundings {
  /** Wall clock, in milliseconds since 1970. */
  now(): number;
  /** Monotonic clock in milliseconds, for durations and leases. */
  monotonicNow(): number;
  /** 0 ≤ x \< 1 */
  random(): number;
  randomBytes(count: number): Uint8Array;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Encrypts what must not be readable in a database dump. */
export interface SecretBox {
  /**
   * @param plaintext - the secret
   * @param identity - the row and field it belongs to; another row's ciphertext does not open
   * @throws PluginError `encryption_required` when the settings ask for a better key than there is
   */
  seal(plaintext: string, identity: string): string;
  /** Whether the key that seals now made it. */
  isCurrent(ciphertext: string): boolean;
  /** @throws PluginError `secret_unreadable` when no key opens it */
  open(ciphertext: string, identity: string): string;
}
