import type { DeliveryFilters, DeliveryView } from '../../../../server/src/contracts/delivery';
import { DELIVERY_LIMITS } from '../../../../server/src/domain/rules/delivery-limits';

export const STATES = [
  'pending',
  'held',
  'succeeded',
  'failed',
  'discarded',
] as const satisfies readonly DeliveryView['state'][];

const HOUR = 3_600_000;

/** The ready-made time ranges, in milliseconds. */
const RANGES = {
  '1h': HOUR,
  '8h': 8 * HOUR,
  '24h': 24 * HOUR,
  '7d': 168 * HOUR,
  '30d': 720 * HOUR,
};

export const RANGE_NAMES = ['1h', '8h', '24h', '7d', '30d'] as const;
export type RangeName = (typeof RANGE_NAMES)[number] | 'custom';

/** The filters as the address holds them. */
export interface DeliveryFilterValues {
  readonly webhookId: number | null;
  readonly states: readonly DeliveryView['state'][];
  readonly topics: readonly string[];
  readonly uids: readonly string[];
  readonly documentId: string;
  readonly codes: readonly number[];
  readonly text: string;
  /** Null for all time. */
  readonly range: RangeName | null;
  /** Ends of a custom range. */
  readonly from: Date | null;
  readonly to: Date | null;
}

const list = (text: string | null): string[] =>
  (text ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));

const instant = (text: string | null): Date | null => {
  if (text === null) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
};

const { statusCode: CODE, statusCodes: MOST_CODES } = DELIVERY_LIMITS;

const isStatusCode = (code: number): boolean =>
  Number.isInteger(code) && code >= CODE.min && code <= CODE.max;

/**
 * Whether a text is status codes as people type them, "404, 500", and no more than one question may have.
 *
 * @param text - numbers between commas; nothing at all is well, too
 */
export const areCodes = (text: string): boolean => {
  const codes = list(text).map(Number);
  return codes.length <= MOST_CODES && codes.every(isStatusCode);
};

/**
 * Reads status codes as people type them.
 *
 * @param text - numbers between commas; what is no status code is left out
 */
export const readCodes = (text: string | null): number[] =>
  list(text).map(Number).filter(isStatusCode).slice(0, MOST_CODES);

/**
 * Reads the filters from an address.
 *
 * @param params - the address's query string; what makes no sense in it is left out
 */
export const readFilters = (params: URLSearchParams): DeliveryFilterValues => {
  const webhookId = Number(params.get('webhook'));
  const range = params.get('range');
  const named = RANGE_NAMES.find((one) => one === range);
  return {
    webhookId: Number.isInteger(webhookId) && webhookId > 0 ? webhookId : null,
    states: STATES.filter((one) => list(params.get('state')).includes(one)),
    topics: list(params.get('topic')),
    uids: list(params.get('uid')),
    documentId: params.get('entry') ?? '',
    codes: readCodes(params.get('code')),
    text: params.get('_q') ?? '',
    range: range === 'custom' ? 'custom' : (named ?? null),
    from: instant(params.get('from')),
    to: instant(params.get('to')),
  };
};

const timesOf = (
  { range, from, to }: DeliveryFilterValues,
  now: number,
): Pick<DeliveryFilters, 'createdFrom' | 'createdTo'> => {
  if (range === null) return {};
  if (range !== 'custom') return { createdFrom: new Date(now - RANGES[range]).toISOString() };
  return {
    ...(from === null ? {} : { createdFrom: from.toISOString() }),
    ...(to === null ? {} : { createdTo: to.toISOString() }),
  };
};

/**
 * Writes the filters as the API takes them.
 *
 * @param values - as the address holds them
 * @param now - milliseconds since 1970, where ready-made ranges end
 */
export const toApiFilters = (values: DeliveryFilterValues, now: number): DeliveryFilters => ({
  ...(values.webhookId === null ? {} : { webhookId: values.webhookId }),
  ...(values.states.length === 0 ? {} : { state: [...values.states] }),
  ...(values.topics.length === 0 ? {} : { topic: [...values.topics] }),
  ...(values.uids.length === 0 ? {} : { uid: [...values.uids] }),
  ...(values.documentId === '' ? {} : { documentId: values.documentId }),
  ...(values.codes.length === 0 ? {} : { statusCode: [...values.codes] }),
  ...(values.text === '' ? {} : { text: values.text }),
  ...timesOf(values, now),
});

/** Whether anything narrows the list down. */
export const isFiltered = (values: DeliveryFilterValues): boolean =>
  Object.keys(toApiFilters(values, 0)).length > 0;
