import { useCallback } from 'react';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { useListEveryWebhookQuery } from '../api/webhooks';
import { useTranslate } from '../i18n/use-translate';

/** Webhooks by name. */
export interface WebhookNames {
  readonly all: readonly Pick<WebhookView, 'id' | 'name' | 'status' | 'secretFault'>[];
  /** One that is not among them, as a deleted one, is its number. */
  readonly nameOf: (id: number) => string;
  /** It is active, and its deliveries are held all the same: no key can read its secret. */
  readonly cannotSign: (id: number) => boolean;
  /** Until then numbers stand in the place of names. */
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

const NONE: WebhookNames['all'] = [];

/** Tells the names of webhooks. */
export const useWebhookNames = (): WebhookNames => {
  const t = useTranslate();
  const { data, error, refetch } = useListEveryWebhookQuery();
  const all = data ?? NONE;
  const isLoading = data === undefined && error === undefined;
  const nameOf = useCallback(
    (id: number) =>
      all.find((one) => one.id === id)?.name ?? t('deliveries.webhook-number', { id }),
    [all, t],
  );
  const cannotSign = useCallback(
    (id: number) =>
      all.some((one) => one.id === id && one.status === 'active' && one.secretFault !== null),
    [all],
  );
  return { all, nameOf, cannotSign, isLoading, error, refetch };
};
