/** Names that the plugin sets itself; neither a webhook nor defaultHeaders may set them. */
const RESERVED = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'host',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'accept-encoding',
  'x-strapi-event',
  'x-webhook-sequence',
  'x-webhook-attempt',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

/** `User-Agent` is not among them: it may be overridden. */
const isReserved = (name: string): boolean => {
  const lower = name.toLowerCase();
  return RESERVED.has(lower) || lower.startsWith('x-wc-webhook-');
};

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// Visible ASCII, space, tab and the bytes above: what HTTP allows in a field value.
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What can be wrong with a header: HTTP forbids its name, it is ours, HTTP forbids its value. */
export type HeaderFault = 'invalid-name' | 'reserved' | 'invalid-value';

/**
 * Says what is wrong with a header that somebody wants to send, whatever its length.
 *
 * @param name - the field name
 * @param value - the field value
 * @returns the fault, or null
 */
export const findHeaderFault = (name: string, value: string): HeaderFault | null => {
  if (!TOKEN.test(name)) return 'invalid-name';
  if (isReserved(name)) return 'reserved';
  return FIELD_VALUE.test(value) ? null : 'invalid-value';
};
