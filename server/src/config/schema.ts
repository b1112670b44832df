import { z } from 'zod';
import { readAllowEntry } from '../domain/allow-entry';
import { isOwnableTopic } from '../domain/rules/topic';
import { SIGNATURE_FORMATS } from '../domain/webhook';
import { hooksSchema } from './hooks';
import {
  concurrencySchema,
  failureLimitSchema,
  retryScheduleSchema,
  signatureFormatsSchema,
  timeoutMsSchema,
} from './webhook-fields';
import { STANDARD_RETRY_SCHEDULE } from '../domain/rules/retry-schedule';
import { WOOCOMMERCE_SUCCESS } from '../domain/response-verdict';

const DAY_MS = 24 * 3600 * 1000;

/** Core sends numbers and booleans as their text, and `env()` of a variable that is not set gives undefined. */
const defaultHeader = z
  .union([z.string(), z.number(), z.boolean()], {
    error: 'must be text, a number, true or false',
  })
  .nullish();

const STATUS = { error: 'must be a status code from 100 to 599 or a class such as "2xx"' };

// A value of the right type that is out of range gets the words of its own branch.
const status = z.union(
  [z.int().min(100, STATUS).max(599, STATUS), z.string().regex(/^[1-5]xx$/, STATUS)],
  STATUS,
);

const allowEntry = z.string().superRefine((text, context) => {
  const entry = readAllowEntry(text);
  if (typeof entry === 'string') context.addIssue({ code: 'custom', message: entry });
});

/** Every setting with its default; the README's table is checked against this. */
export const settingsSchema = z
  .strictObject({
    defaultHeaders: z.record(z.string(), defaultHeader).default({}),
    sourceUrl: z.url({ protocol: /^https?$/ }).optional(),
    dispatcher: z.enum(['auto', 'always', 'never']).default('auto'),
    concurrency: z
      .strictObject({
        perWebhook: concurrencySchema.default(16),
        total: z.int().min(1).max(4096).default(64),
      })
      .prefault({}),
    timeoutMs: timeoutMsSchema.default(15_000),
    connectTimeoutMs: z.int().min(50).max(60_000).default(5_000),
    retry: z
      .strictObject({
        schedule: retryScheduleSchema.default([...STANDARD_RETRY_SCHEDULE]),
        jitter: z.number().min(0).max(1).default(0.2),
      })
      .prefault({}),
    maxConsecutiveFailures: failureLimitSchema.default(5),
    successStatuses: z
      .array(status)
      .min(1)
      .default([...WOOCOMMERCE_SUCCESS]),
    signatureFormats: signatureFormatsSchema.default([...SIGNATURE_FORMATS]),
    maxBodyBytes: z
      .int()
      .min(1024)
      .max(64 * 1024 * 1024)
      .default(1024 * 1024),
    maxResponseBytes: z
      .int()
      .min(0)
      .max(1024 * 1024)
      .default(16 * 1024),
    retention: z
      .strictObject({
        days: z.number().positive().max(3650).default(14),
        heldDays: z.number().positive().max(3650).default(30),
        heldPerWebhook: z.int().min(1).default(100_000),
        auditDays: z.number().positive().max(3650).default(365),
      })
      .prefault({}),
    limits: z
      .strictObject({
        webhooks: z.int().min(1).max(10_000).default(500),
        headers: z.int().min(0).max(200).default(50),
        headerNameBytes: z.int().min(1).max(1024).default(256),
        headerValueBytes: z
          .int()
          .min(1)
          .max(64 * 1024)
          .default(8192),
        headersBytes: z
          .int()
          .min(0)
          .max(128 * 1024)
          .default(16 * 1024),
        replay: z.int().min(1).max(1_000_000).default(10_000),
        testsPerMinute: z.int().min(1).max(100_000).default(30),
        redeliveriesPerMinute: z.int().min(1).max(100_000).default(300),
      })
      .prefault({}),
    lease: z
      .strictObject({ durationMs: z.int().min(200).max(3_600_000).default(60_000) })
      .prefault({}),
    network: z
      .strictObject({
        allow: z.array(allowEntry).max(1000).default([]),
        ports: z
          .union([z.literal('any'), z.array(z.int().min(1).max(65_535)).min(1)], {
            error: 'must be "any" or a list of port numbers',
          })
          .default('any'),
      })
      .prefault({}),
    pollIntervalMs: z.int().min(20).max(60_000).default(1_000),
    pruneIntervalMs: z.int().min(100).max(DAY_MS).default(60_000),
    shutdownTimeoutMs: z.int().min(0).max(60_000).default(8_000),
    encryption: z
      .strictObject({
        keys: z
          .array(
            z.strictObject({
              id: z
                .string()
                .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -'),
              key: z.string().min(32),
            }),
          )
          .default([]),
        required: z.boolean().default(false),
      })
      .prefault({}),
    topics: z
      .array(
        z.strictObject({
          name: z
            .string()
            .refine(isOwnableTopic, 'must be "resource.event" and not one of Strapi\'s own'),
          description: z.string().max(500).default(''),
        }),
      )
      .default([]),
    hooks: hooksSchema.default([]),
  })
  .check(({ value, issues }) => {
    if (value.lease.durationMs < 2 * value.timeoutMs) {
      issues.push({
        code: 'custom',
        input: value.lease.durationMs,
        path: ['lease', 'durationMs'],
        message: `must be at least twice timeoutMs (${2 * value.timeoutMs})`,
      });
    }
  });
