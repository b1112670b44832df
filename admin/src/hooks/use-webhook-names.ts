import { useCallback } from 'react';
import { useListEveryWebhookQuery } from '../api/webhooks';
import { useTranslate } from '../i18n/use-translate';

/** Webhooks by name. */
export interface WebhookNames {
  readonly all: readonly { readonly id: number; readonly name: string }[];
  /** One that is not among them, as a deleted one, is its number. */
  readonly nameOf: (id: number) => string;
}

const NONE: WebhookNames['all'] = [];

/** Tells the names of webhooks. */
export const useWebhookNames = (): WebhookNames => {
  const t = useTranslate();
  const { data: all = NONE } = useListEveryWebhookQuery();
  const nameOf = useCallback(
    (id: number) =>
      all.find((one) => one.id === id)?.name ?? t('deliveries.webhook-number', { id }),
    [all, t],
  );
  return { all, nameOf };
};
