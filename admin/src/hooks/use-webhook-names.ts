import { useCallback } from 'react';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { useListEveryWebhookQuery } from '../api/webhooks';
import { useTranslate } from '../i18n/use-translate';

/** Webhooks by name. */
export interface WebhookNames {
  readonly all: readonly Pick<WebhookView, 'id' | 'name' | 'status' | 'secretFault'>[];
  /** One that is not among them is its number, and is said to be missing once all are known. */
  readonly nameOf: (id: number) => string;
  /** The name of a delivery's webhook, also when that has been deleted. */
  readonly ownerOf: (delivery: Pick<DeliveryView, 'webhookId' | 'webhookName'>) => string;
  /** All of them are known, and this one is not there. */
  readonly isDeleted: (id: number) => boolean;
  /** Nobody is left to send it to. */
  readonly isGone: (delivery: Pick<DeliveryView, 'webhookId' | 'discardReason'>) => boolean;
  /** What can be chosen, and what is chosen, with their names. */
  readonly choicesWith: (chosen: number | null) => readonly Pick<WebhookView, 'id' | 'name'>[];
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
  const isDeleted = useCallback(
    (id: number) => data !== undefined && !data.some((one) => one.id === id),
    [data],
  );
  const nameOf = useCallback(
    (id: number) => {
      const number = isDeleted(id) ? 'deliveries.webhook-missing' : 'deliveries.webhook-number';
      return all.find((one) => one.id === id)?.name ?? t(number, { id });
    },
    [all, isDeleted, t],
  );
  const ownerOf: WebhookNames['ownerOf'] = useCallback(
    ({ webhookId, webhookName }) => {
      if (webhookName === null || all.some(({ id }) => id === webhookId)) return nameOf(webhookId);
      return isDeleted(webhookId)
        ? t('deliveries.webhook-deleted', { name: webhookName })
        : webhookName;
    },
    [all, nameOf, isDeleted, t],
  );
  const isGone: WebhookNames['isGone'] = useCallback(
    ({ webhookId, discardReason }) => discardReason === 'webhook_deleted' || isDeleted(webhookId),
    [isDeleted],
  );
  const choicesWith: WebhookNames['choicesWith'] = useCallback(
    (chosen) =>
      chosen === null || all.some(({ id }) => id === chosen)
        ? all
        : [...all, { id: chosen, name: nameOf(chosen) }],
    [all, nameOf],
  );
  const cannotSign = useCallback(
    (id: number) =>
      all.some((one) => one.id === id && one.status === 'active' && one.secretFault !== null),
    [all],
  );
  return {
    all,
    nameOf,
    ownerOf,
    isDeleted,
    isGone,
    choicesWith,
    cannotSign,
    isLoading,
    error,
    refetch,
  };
};
