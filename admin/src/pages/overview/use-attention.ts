import { useMemo } from 'react';
import { useListWebhookHealthQuery } from '../../api/webhook-health';
import { useListWebhooksQuery } from '../../api/webhooks';
import { usePolling } from '../../hooks/use-polling';
import { attentionOf, type Attention } from './attention';

const REFRESH_MS = 15_000;
const ALL = { pageSize: 100 };

/** What needs attention, as far as it is known. */
export interface AttentionState {
  /** Undefined while it is not known. */
  readonly items: readonly Attention[] | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}

/** Keeps an eye on what needs attention; the disabled webhooks are asked for first, however many there are. */
export const useAttention = (): AttentionState => {
  const pollingInterval = usePolling(REFRESH_MS);
  const options = { pollingInterval };
  const disabled = useListWebhooksQuery(
    { filters: { status: ['disabled'] }, pagination: ALL },
    options,
  );
  const others = useListWebhooksQuery(
    { filters: { status: ['active', 'paused'] }, sort: 'updatedAt:desc', pagination: ALL },
    options,
  );
  const health = useListWebhookHealthQuery(undefined, options);
  const items = useMemo(
    () =>
      disabled.data === undefined || others.data === undefined
        ? undefined
        : attentionOf([...disabled.data.data, ...others.data.data], health.data ?? []),
    [disabled.data, others.data, health.data],
  );
  return {
    items,
    error: disabled.error ?? others.error ?? health.error,
    retry: () => {
      void disabled.refetch();
      void others.refetch();
      void health.refetch();
    },
  };
};
