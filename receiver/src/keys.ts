import { fromBase64, utf8, type Bytes } from './bytes';
import type { Secrets } from './types';
import { WebhookVerificationError } from './verification-error';

const PREFIX = 'whsec_';
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
const MIN_TEXT_LENGTH = 16;

/**
 * The secrets that somebody really set. An empty one never is: anybody can sign with it.
 *
 * @param secrets - one or several
 * @throws WebhookVerificationError `secret_invalid` when there is none
 */
export const givenSecrets = (secrets: Secrets): string[] => {
  const list: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets];
  const given = list.filter((one): one is string => typeof one === 'string' && one !== '');
  if (given.length === 0) throw invalid('No secret was given; is the environment variable set?');
  return given;
};

/**
 * WooCommerce's key: the whole text, `whsec_` included.
 *
 * @param secret - not empty
 */
export const wooCommerceKey = (secret: string): Bytes => utf8(secret);

/**
 * The key of Standard Webhooks: what follows `whsec_`, decoded; of any other text its UTF-8.
 *
 * @param secret - not empty
 * @throws WebhookVerificationError `secret_invalid` for what the plugin would not sign with
 */
export const standardKey = (secret: string): Bytes => {
  if (!secret.startsWith(PREFIX)) {
    if (secret.length >= MIN_TEXT_LENGTH) return utf8(secret);
    throw invalid(`A secret must have at least ${MIN_TEXT_LENGTH} characters.`);
  }
  const key = fromBase64(secret.slice(PREFIX.length));
  if (key === null || key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
    throw invalid(
      `After "${PREFIX}" a secret must hold ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes in base64; was it copied as a whole?`,
    );
  }
  return key;
};

const invalid = (message: string): WebhookVerificationError =>
  new WebhookVerificationError('secret_invalid', message);
