import { Button, Link } from '@strapi/design-system';
import { ArrowLeft, ClockCounterClockwise } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { NavLink, useParams } from 'react-router-dom';
import { useListDeliveriesQuery } from '../../api/deliveries';
import { describeError } from '../../api/describe-error';
import { shownAnswer } from '../../api/shown-answer';
import { SwappedBar } from '../../components/swapped-bar';
import { useAllowed } from '../../hooks/use-allowed';
import { useDeliveryPolling } from '../../hooks/use-delivery-polling';
import { useTranslate } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';
import { BulkRedeliver } from './bulk-redeliver';
import { DeliveryContent } from './delivery-content';
import { DeliveryFilters } from './delivery-filters';
import { RecoverDialog } from './recover-dialog';
import { useDeliveryQuery } from './use-delivery-query';
import { useSelection } from './use-selection';
import { useWebhookNames, type NamedWebhook } from '../../hooks/use-webhook-names';

const REFRESH_MS = 5000;

/** The webhook that the list is narrowed down to, with the name by which its deliveries know it. */
const chosenOf = (id: number | null, listed: readonly NamedWebhook[]): NamedWebhook | null =>
  id === null
    ? null
    : (listed.find(({ webhookId }) => webhookId === id) ?? { webhookId: id, webhookName: null });

/** Every delivery, or those of the webhook that the address names. */
const DeliveriesPage = () => {
  const t = useTranslate();
  const { id } = useParams();
  const webhookId = id === undefined ? null : Number(id);
  const list = useDeliveryQuery(webhookId);
  const names = useWebhookNames();
  const { pollingInterval, follow } = useDeliveryPolling(REFRESH_MS);
  const deliveries = useListDeliveriesQuery(list.query, { pollingInterval });
  const isLostPage =
    !list.isFirstPage &&
    describeError(deliveries.error).fields.some(({ path }) => /(^|\.)cursor$/.test(path));
  const { change } = list;
  useEffect(() => {
    if (isLostPage) change({});
  }, [isLostPage, change]);
  const { selected, select, replace, clear } = useSelection();
  const [recovering, setRecovering] = useState(false);
  const webhooks = webhookId === null ? names : null;
  const isMissing = webhookId !== null && names.isMissing(webhookId);
  const canRedeliver = useAllowed().canRedeliver && !isMissing;
  const answer = shownAnswer(deliveries);
  follow(answer?.data ?? []);
  const chosen = chosenOf(list.values.webhookId, answer?.data ?? []);
  const title =
    webhookId === null || chosen === null || names.isLoading
      ? t('nav.deliveries')
      : t('deliveries.of-webhook', { name: names.ownerOf(chosen) });

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={t('deliveries.subtitle')}
        navigationAction={
          webhookId === null ? null : (
            <Link
              tag={NavLink}
              startIcon={<ArrowLeft />}
              to={`${PLUGIN_PATH}/webhooks${isMissing ? '' : `/${webhookId}`}`}
            >
              {t(isMissing ? 'deliveries.to-webhooks' : 'deliveries.back-to-webhook')}
            </Link>
          )
        }
        primaryAction={
          canRedeliver ? (
            <Button
              variant="secondary"
              startIcon={<ClockCounterClockwise />}
              onClick={() => setRecovering(true)}
            >
              {t('recover.open')}
            </Button>
          ) : null
        }
      />
      <Layouts.Action
        startActions={
          <SwappedBar
            usual={
              <DeliveryFilters
                values={list.values}
                onChange={list.change}
                webhooks={webhooks}
                met={[...(chosen === null ? [] : [chosen]), ...(answer?.data ?? [])]}
                onClear={list.clear}
              />
            }
            instead={
              selected.size > 0 ? (
                <BulkRedeliver ids={[...selected]} onDone={replace} onClear={clear} />
              ) : null
            }
          />
        }
      />
      <Layouts.Content>
        <DeliveryContent
          list={list}
          answer={answer}
          error={deliveries.error}
          onRetry={() => void deliveries.refetch()}
          isOutdated={deliveries.currentData === undefined}
          webhooks={webhooks}
          selectable={canRedeliver}
          selected={selected}
          onSelect={select}
        />
      </Layouts.Content>
      {recovering ? (
        <RecoverDialog chosen={chosen} webhooks={names} onClose={() => setRecovering(false)} />
      ) : null}
    </Page.Main>
  );
};

export default DeliveriesPage;
