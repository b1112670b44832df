import type { Answers } from './api';
import { answer, cursorPageOf, delivery, pageOf, webhook } from './samples';

/** What every screen can open with: one webhook, one delivery, and nothing chosen. */
export const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
  'GET /webhooks/1': () => answer(webhook(1, { name: 'CRM' })),
  'GET /webhooks/count': () => answer({ total: 1, active: 1, paused: 0, disabled: 0 }),
  'GET /webhooks/health': () => answer([]),
  'GET /content-types': () => answer([]),
  'GET /topics': () => answer([]),
  'GET /defaults': () =>
    answer({
      retrySchedule: [60],
      timeoutMs: 15_000,
      concurrency: 16,
      maxConsecutiveFailures: 5,
      signatureFormats: ['woocommerce'],
      limits: { timeoutMs: 30_000, headers: 50 },
    }),
  'GET /deliveries': () => cursorPageOf([delivery('dlv_1')]),
};
