/** What the numbers of a webhook may be. */
export const WEBHOOK_LIMITS = {
  /** For one attempt, whatever else is set. */
  timeoutMs: { min: 100, max: 120_000 },
  /** Attempts at a time. */
  concurrency: { min: 1, max: 1024 },
  maxConsecutiveFailures: { min: 1, max: 1_000_000 },
  /** How often a delivery may be retried. */
  maxRetries: 50,
  /** How long a retry may wait. */
  maxRetryDelaySeconds: 30 * 24 * 3600,
} as const;
