import { useCallback } from 'react';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { useListEveryWebhookQuery } from '../api/webhooks';
import { useTranslate } from '../i18n/use-translate';

/** Which webhook is meant, and the last name that it is known by. */
export type NamedWebhook = Pick<DeliveryView, 'webhookId' | 'webhookName'>;

/** Webhooks by name. */
export interface WebhookNames {
  readonly all: readonly Pick<WebhookView, 'id' | 'name' | 'status' | 'secretFault'>[];
  /**
   * The name of a delivery's webhook, also when that has been deleted. Without any name it is its number, and is said
   * to be missing once all are known.
   */
  readonly ownerOf: (webhook: NamedWebhook) => string;
  /** All of them are known, and this one is not there: it was deleted, or there never was one. */
  readonly isMissing: (id: number) => boolean;
  /** Nobody is left to send it to. */
  readonly isGone: (delivery: Pick<DeliveryView, 'webhookId' | 'discardReason'>) => boolean;
  /** What can be chosen, and others that are met where somebody chooses: they may have been deleted. */
  readonly choicesWith: (
    met: readonly NamedWebhook[],
  ) => readonly Pick<WebhookView, 'id' | 'name'>[];
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
  const isMissing = useCallback(
    (id: number) => data !== undefined && !data.some((one) => one.id === id),
    [data],
  );
  const nameOf = useCallback(
    (id: number) => {
      const number = isMissing(id) ? 'deliveries.webhook-missing' : 'deliveries.webhook-number';
      return all.find((one) => one.id === id)?.name ?? t(number, { id });
    },
    [all, isMissing, t],
  );
  const ownerOf: WebhookNames['ownerOf'] = useCallback(
    ({ webhookId, webhookName }) => {
      if (webhookName === null || all.some(({ id }) => id === webhookId)) return nameOf(webhookId);
      return isMissing(webhookId)
        ? t('deliveries.webhook-deleted', { name: webhookName })
        : webhookName;
    },
    [all, nameOf, isMissing, t],
  );
  const isGone: WebhookNames['isGone'] = useCallback(
    ({ webhookId, discardReason }) => discardReason === 'webhook_deleted' || isMissing(webhookId),
    [isMissing],
  );
  const choicesWith: WebhookNames['choicesWith'] = useCallback(
    (met) => {
      const choices = new Map(all.map(({ id, name }) => [id, { id, name }]));
      for (const one of met) {
        const { webhookId: id } = one;
        if (!choices.has(id)) choices.set(id, { id, name: ownerOf(one) });
      }
      return [...choices.values()];
    },
    [all, ownerOf],
  );
  const cannotSign = useCallback(
    (id: number) =>
      all.some((one) => one.id === id && one.status === 'active' && one.secretFault !== null),
    [all],
  );
  return {
    all,
    ownerOf,
    isMissing,
    isGone,
    choicesWith,
    cannotSign,
    isLoading,
    error,
    refetch,
  };
};
