import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { WebhookListQuery } from '../../../../server/src/contracts/webhook-list';

export const STATUSES = ['active', 'paused', 'disabled'] as const;
export type Status = (typeof STATUSES)[number];

export const SORT_FIELDS = ['name', 'status'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** How the list is sorted. */
export interface Sort {
  readonly field: SortField;
  readonly order: 'asc' | 'desc';
}

const DEFAULT_SORT: Sort = { field: 'name', order: 'asc' };
const PAGE_SIZE = 20;

const readSort = (text: string | null): Sort => {
  const [name, order] = (text ?? '').split(':');
  const field = SORT_FIELDS.find((one) => one === name);
  return field === undefined ? DEFAULT_SORT : { field, order: order === 'desc' ? 'desc' : 'asc' };
};

const readNumber = (text: string | null, fallback: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
};

/** What the address says about the list, and the ways to change it. */
export const useListQuery = () => {
  const [params, setParams] = useSearchParams();

  const status = STATUSES.find((one) => one === params.get('status')) ?? null;
  const search = params.get('_q') ?? '';
  const sortText = params.get('sort');
  const page = readNumber(params.get('page'), 1);
  const pageSize = Math.min(readNumber(params.get('pageSize'), PAGE_SIZE), 100);

  const query = useMemo<WebhookListQuery>(() => {
    const sort = readSort(sortText);
    return {
      ...(status === null ? {} : { filters: { status: [status] } }),
      ...(search === '' ? {} : { _q: search }),
      sort: `${sort.field}:${sort.order}`,
      pagination: { page, pageSize },
    };
  }, [status, search, sortText, page, pageSize]);

  const change = useCallback(
    (name: string, value: string | null) =>
      setParams((current) => {
        const next = new URLSearchParams(current);
        if (value === null) next.delete(name);
        else next.set(name, value);
        next.delete('page');
        return next;
      }),
    [setParams],
  );

  return {
    query,
    search,
    status,
    sort: readSort(sortText),
    pageSize,
    page,
    goToPage: useCallback(
      (next: number) =>
        setParams(
          (current) => {
            const changed = new URLSearchParams(current);
            changed.set('page', String(next));
            return changed;
          },
          { replace: true },
        ),
      [setParams],
    ),
    isFiltered: status !== null || search !== '',
    setStatus: (next: Status | null) => change('status', next),
    setSort: ({ field, order }: Sort) => change('sort', `${field}:${order}`),
    clear: () => setParams({}),
  };
};
