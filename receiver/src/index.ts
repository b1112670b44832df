export type { WebhookPayload } from './payload';
export type {
  HeadersLike,
  Secrets,
  SignatureFormat,
  VerifiedWebhook,
  VerifyWebhookOptions,
} from './types';
export { WebhookVerificationError } from './verification-error';
export type { VerificationErrorCode } from './verification-error';
export { verifyWebhook } from './verify-webhook';
