import { useMemo } from 'react';
import { useListWebhookHealthQuery } from '../../api/webhook-health';
import { useListEveryWebhookQuery } from '../../api/webhooks';
import { usePolling } from '../../hooks/use-polling';
import { attentionOf, type Attention } from './attention';

const REFRESH_MS = 15_000;

/** What needs attention, as far as it is known. */
export interface AttentionState {
  /** Undefined while it is not known, also that nothing does. */
  readonly items: readonly Attention[] | undefined;
  /** As far as is known: there is one that could need any. */
  readonly hasWebhooks: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** Keeps an eye on what needs attention. */
export const useAttention = (): AttentionState => {
  const options = { pollingInterval: usePolling(REFRESH_MS) };
  const webhooks = useListEveryWebhookQuery(undefined, options);
  const health = useListWebhookHealthQuery(undefined, options);
  const error = webhooks.error ?? health.error;
  const items = useMemo(() => {
    if (webhooks.data === undefined || health.data === undefined) return undefined;
    const found = attentionOf(webhooks.data, health.data);
    // What was found before is still worth a look; that nothing was found is not known any more.
    return found.length === 0 && error !== undefined ? undefined : found;
  }, [webhooks.data, health.data, error]);
  return {
    items,
    hasWebhooks: webhooks.data?.length !== 0,
    error,
    retry: () => {
      void webhooks.refetch();
      void health.refetch();
    },
  };
};
