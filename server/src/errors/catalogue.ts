/**
 * Every error that a person or a program can meet, by its stable code. The README's troubleshooting
 * table is checked against this list.
 */
export const ERROR_CATALOGUE = {
  settings_invalid: {
    status: 500,
    kind: 'application',
    message: 'The webhook settings are not valid',
  },
  webhook_invalid: { status: 400, kind: 'validation', message: 'The webhook is not valid' },
  webhook_not_found: { status: 404, kind: 'notFound', message: 'There is no such webhook' },
  webhook_conflict: {
    status: 409,
    kind: 'application',
    message: 'Somebody else changed the webhook meanwhile',
  },
  webhook_managed: {
    status: 409,
    kind: 'application',
    message: 'The webhook is managed by the settings and can only be changed there',
  },
  limit_exceeded: {
    status: 400,
    kind: 'validation',
    message: 'A limit of the settings is exceeded',
  },
  rate_exceeded: { status: 429, kind: 'rateLimit', message: 'Too many requests' },
  query_invalid: { status: 400, kind: 'validation', message: 'The query is not valid' },
  delivery_not_found: { status: 404, kind: 'notFound', message: 'There is no such delivery' },
  topic_invalid: { status: 400, kind: 'validation', message: 'The topic is not valid' },
  event_invalid: { status: 400, kind: 'validation', message: 'The event is not valid' },
  event_not_recorded: {
    status: 500,
    kind: 'application',
    message: 'The webhook event could not be written, so the whole transaction was rolled back',
  },
  secret_unreadable: {
    status: 409,
    kind: 'application',
    message: 'The secret cannot be read with any configured encryption key; set a new one',
  },
  encryption_required: {
    status: 409,
    kind: 'application',
    message: 'No encryption key is configured',
  },
  newer_tables: {
    status: 500,
    kind: 'application',
    message: 'The tables were made by a newer version of the plugin that this one cannot work with',
  },
} as const satisfies Record<string, { status: number; kind: ErrorKind; message: string }>;

type ErrorKind = 'validation' | 'notFound' | 'rateLimit' | 'application';
export type ErrorCode = keyof typeof ERROR_CATALOGUE;
