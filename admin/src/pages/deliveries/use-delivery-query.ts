import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import type { DeliveryListQuery } from '../../../../server/src/contracts/delivery-log';
import { useNow } from '../../hooks/use-now';
import { readFilters, STATES, toApiFilters } from './delivery-filter-values';

const LIMIT = 25;
const MINUTE_MS = 60_000;

/** The names of the filters in the address. */
export type FilterName =
  'webhook' | 'state' | 'topic' | 'uid' | 'entry' | 'code' | '_q' | 'range' | 'from' | 'to';

/** New values of filters; null takes one away. */
export type FilterChange = Partial<Record<FilterName, string | null>>;

const trailOf = (state: unknown): readonly string[] => {
  if (typeof state !== 'object' || state === null || !('trail' in state)) return [];
  const { trail } = state;
  return Array.isArray(trail) ? trail.filter((one) => typeof one === 'string') : [];
};

/**
 * What the address says about the list of deliveries, and the ways to change it. The pages that were
 * left behind are in the history, so that going back and reloading both work.
 *
 * @param webhookId - the webhook whose deliveries are meant; null for all
 */
export const useDeliveryQuery = (webhookId: number | null) => {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const state: unknown = location.state;
  const now = useNow(MINUTE_MS);
  const trail = useMemo(() => trailOf(state), [state]);
  const values = useMemo(
    () => ({ ...readFilters(params), ...(webhookId === null ? {} : { webhookId }) }),
    [params, webhookId],
  );
  const cursor = params.get('cursor');

  const query = useMemo<DeliveryListQuery>(
    () => ({
      filters: toApiFilters(values, now),
      pagination: { limit: LIMIT, ...(cursor === null ? {} : { cursor }) },
    }),
    [values, cursor, now],
  );

  const change = useCallback(
    (changes: FilterChange) =>
      setParams(
        (current) => {
          const next = new URLSearchParams(current);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
          }
          const states = (next.get('state') ?? '')
            .split(',')
            .filter((one) => STATES.some((state) => state === one));
          if (states.length === 0) next.delete('state');
          else next.set('state', states.join(','));
          next.delete('cursor');
          next.delete('open');
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  const goTo = (nextCursor: string, nextTrail: readonly string[]) =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        if (nextCursor === '') next.delete('cursor');
        else next.set('cursor', nextCursor);
        next.delete('open');
        return next;
      },
      { state: { trail: nextTrail } },
    );

  const setOpen = (id: string | null) =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        if (id === null) next.delete('open');
        else next.set('open', id);
        return next;
      },
      { replace: true, state },
    );

  return {
    query,
    values,
    change,
    /** The delivery that is shown in full. */
    open: params.get('open'),
    setOpen,
    isFirstPage: cursor === null,
    older: (nextCursor: string) => goTo(nextCursor, [...trail, cursor ?? '']),
    newer: () => goTo(trail.at(-1) ?? '', trail.slice(0, -1)),
    newest: () => goTo('', []),
    clear: () => setParams({}),
  };
};

/** The list's state as its parts get it. */
export type DeliveryQueryState = ReturnType<typeof useDeliveryQuery>;
