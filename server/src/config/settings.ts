import type { HeaderLimits } from '../domain/header-limits';
import type { SignatureFormat } from '../domain/webhook';
import type { HookSettings } from './hooks';

/** The resolved settings: every value present, checked and typed. */
export interface Settings {
  /** Sent with every request unless the webhook or the plugin sets the same name. */
  readonly defaultHeaders: Readonly<Record<string, string>>;
  /** `X-WC-Webhook-Source`, with a trailing slash. */
  readonly sourceUrl: string;
  readonly dispatcher: 'auto' | 'always' | 'never';
  readonly concurrency: { readonly perWebhook: number; readonly total: number };
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly retry: {
    /** Seconds before each retry. */
    readonly schedule: readonly number[];
    /** The random part of each delay, as a fraction of it. */
    readonly jitter: number;
  };
  readonly maxConsecutiveFailures: number;
  /** HTTP status codes and classes (`2xx`) that count as success. */
  readonly successStatuses: readonly (number | string)[];
  readonly signatureFormats: readonly SignatureFormat[];
  /** Larger bodies are delivered in thin form. */
  readonly maxBodyBytes: number;
  /** How much of a response's body is kept. */
  readonly maxResponseBytes: number;
  readonly retention: {
    readonly days: number;
    readonly heldDays: number;
    readonly heldPerWebhook: number;
    readonly auditDays: number;
  };
  readonly limits: HeaderLimits & {
    /** Webhooks that may exist; those of `hooks` are made all the same. */
    readonly webhooks: number;
    /** Deliveries that one replay may send again. */
    readonly replay: number;
    /** Tests and pings that one person or token may ask for over HTTP. */
    readonly testsPerMinute: number;
    /** Redeliveries and replays that one person or token may ask for over HTTP. */
    readonly redeliveriesPerMinute: number;
  };
  readonly lease: { readonly durationMs: number };
  readonly network: {
    /** Hosts, `*.suffix`es, addresses and ranges that are allowed besides public addresses. */
    readonly allow: readonly string[];
    readonly ports: 'any' | readonly number[];
    /** Whether loopback and private addresses need no entry, as while developing; follows from NODE_ENV. */
    readonly localAllowed: boolean;
  };
  readonly pollIntervalMs: number;
  readonly pruneIntervalMs: number;
  readonly shutdownTimeoutMs: number;
  readonly encryption: {
    readonly keys: readonly { readonly id: string; readonly key: string }[];
    readonly required: boolean;
  };
  /** Custom topics that can be chosen and emitted. */
  readonly topics: readonly { readonly name: string; readonly description: string }[];
  /** Webhooks as code. */
  readonly hooks: readonly HookSettings[];
}
