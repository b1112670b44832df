import { randomBytes } from 'node:crypto';

const secret = () => randomBytes(24).toString('base64url');

/** The environment variables that a Strapi app wants secrets in, each with a new one. */
export const appSecrets = () => ({
  APP_KEYS: `${secret()},${secret()}`,
  ADMIN_JWT_SECRET: secret(),
  API_TOKEN_SALT: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  ENCRYPTION_KEY: secret(),
  JWT_SECRET: secret(),
});
