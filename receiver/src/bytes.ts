/** Bytes that no other thread can change meanwhile, which is what Web Crypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @param text - any text */
export const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text));

/**
 * Decodes base64, strictly: with its padding, and without anything around it.
 *
 * @param text - what may be base64
 * @returns the bytes, or null when it is something else
 */
export const fromBase64 = (text: string): Bytes | null =>
  BASE64.test(text) ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0)) : null;

/**
 * Puts bytes behind each other.
 *
 * @param parts - in their order
 */
export const joined = (...parts: readonly Bytes[]): Bytes => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
