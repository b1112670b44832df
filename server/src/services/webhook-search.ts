import { z } from 'zod';
import type { WebhookView } from '../contracts/webhook';
import {
  WEBHOOK_SORT_FIELDS,
  webhookFiltersSchema,
  webhookSortSchema,
  type WebhookSort,
} from '../contracts/webhook-list';
import { patternMatches } from '../domain/rules/topic';
import type { WebhookStatus } from '../domain/webhook';

/** Which webhooks are meant; every given condition must hold. */
export interface WebhookFilters {
  readonly status?: readonly WebhookStatus[] | undefined;
  /** Those that get events of this topic, also by a pattern. */
  readonly topic?: string | undefined;
  /** Those that get events of this content type, also those that get all. */
  readonly contentType?: string | undefined;
  /** Looked for in the name, in the URL's host and path, and in the id, whatever the case. */
  readonly text?: string | undefined;
}

export interface WebhookSearch {
  readonly filters?: WebhookFilters | undefined;
  /**
   * By which field, and in which direction; equal ones are newest first.
   *
   * @defaultValue 'id:desc'
   */
  readonly sort?: WebhookSort | undefined;
  /**
   * From 1.
   *
   * @defaultValue 1
   */
  readonly page?: number | undefined;
  /**
   * 1 to 100.
   *
   * @defaultValue 25
   */
  readonly pageSize?: number | undefined;
}

export interface WebhookSearchResult {
  readonly webhooks: WebhookView[];
  /** On all pages. */
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** What a script may ask for. */
export const webhookSearchSchema = z.strictObject({
  filters: webhookFiltersSchema.extend({ text: z.string().optional() }).optional(),
  sort: webhookSortSchema.optional(),
  page: z.number().optional(),
  pageSize: z.number().optional(),
});

const MAX_PAGE_SIZE = 100;

/**
 * Filters, sorts and cuts out a page. Webhooks are few: no database does it better.
 *
 * @param webhooks - all of them
 * @param search - what is wanted
 */
export const searchWebhooks = (
  webhooks: readonly WebhookView[],
  { filters = {}, sort = 'id:desc', page = 1, pageSize = 25 }: WebhookSearch,
): WebhookSearchResult => {
  const found = webhooks.filter((webhook) => matches(webhook, filters)).sort(orderOf(sort));
  const size = Math.min(MAX_PAGE_SIZE, Math.max(1, Math.floor(pageSize)));
  const number = Math.max(1, Math.floor(page));
  return {
    webhooks: found.slice((number - 1) * size, number * size),
    total: found.length,
    page: number,
    pageSize: size,
  };
};

const matches = (webhook: WebhookView, filters: WebhookFilters): boolean => {
  const { status, topic, contentType, text } = filters;
  if (status !== undefined && !status.includes(webhook.status)) return false;
  if (topic !== undefined && !webhook.topics.some((pattern) => patternMatches(pattern, topic))) {
    return false;
  }
  if (contentType !== undefined && webhook.contentTypes !== '*') {
    if (!webhook.contentTypes.includes(contentType)) return false;
  }
  return text === undefined || mentions(webhook, text.trim().toLowerCase());
};

/** Not the query string: whoever may search could guess a token in it letter by letter. */
const mentions = ({ id, name, deliveryUrl }: WebhookView, text: string): boolean => {
  const { host, pathname } = new URL(deliveryUrl);
  return [String(id), name, `${host}${pathname}`].some((part) => part.toLowerCase().includes(text));
};

const orderOf = (sort: WebhookSort): ((one: WebhookView, other: WebhookView) => number) => {
  const [name, direction] = sort.split(':');
  const field = WEBHOOK_SORT_FIELDS.find((known) => known === name) ?? 'id';
  const sign = direction === 'asc' ? 1 : -1;
  return (one, other) => sign * compare(one[field], other[field]) || other.id - one.id;
};

const compare = (one: string | number, other: string | number): number =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), 'en', { sensitivity: 'base', numeric: true });
