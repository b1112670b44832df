import { Box, Button, EmptyStateLayout, LinkButton } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { useEffect } from 'react';
import { NavLink } from 'react-router-dom';
import type { DeliveryListAnswer } from '../../../../server/src/contracts/delivery-log';
import { useListContentTypesQuery, useListTopicsQuery } from '../../api/catalogue';
import { ErrorState } from '../../components/error-state';
import { IncompleteNotice } from '../../components/incomplete-notice';
import { LoadingState } from '../../components/loading-state';
import { StaleNotice } from '../../components/stale-notice';
import { useTranslate } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';
import { ApartDelivery } from './apart-delivery';
import { isFiltered } from './delivery-filter-values';
import { DeliveryTable } from './delivery-table';
import { Pager } from './pager';
import type { DeliveryQueryState } from './use-delivery-query';
import { useWebhookNames, type WebhookNames } from '../../hooks/use-webhook-names';

interface DeliveryContentProps {
  readonly list: DeliveryQueryState;
  readonly answer: DeliveryListAnswer | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** What is shown belongs to the filters before. */
  readonly isOutdated: boolean;
  /** Null where the list is about one webhook. */
  readonly webhooks: WebhookNames | null;
  readonly selectable: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], on: boolean) => void;
}

/** The list, or in its place what there is to say instead. */
export const DeliveryContent = (props: DeliveryContentProps) => {
  const t = useTranslate();
  const contentTypes = useListContentTypesQuery();
  const topics = useListTopicsQuery({});
  const names = useWebhookNames();
  const { list, answer, error, onRetry, webhooks } = props;
  // One that was made since the names were asked for is not deleted.
  const strangers = [...new Set(answer?.data.map(({ webhookId }) => webhookId))]
    .filter(names.isMissing)
    .join();
  const { refetch } = names;
  useEffect(() => {
    if (strangers !== '') void refetch();
  }, [strangers, refetch]);
  // The rows are shown with the names that stand in them.
  const isNamed =
    !names.isLoading && (contentTypes.data !== undefined || contentTypes.error !== undefined);

  if (answer === undefined || !isNamed) {
    return error === undefined ? <LoadingState /> : <ErrorState error={error} onRetry={onRetry} />;
  }
  const filtered =
    webhooks === null ? isFiltered({ ...list.values, webhookId: null }) : isFiltered(list.values);
  const { open } = list;
  const { webhookId } = list.values;
  const above = (
    <>
      <StaleNotice error={error} />
      <IncompleteNotice asked={[names, contentTypes, topics]} />
      {open === null || answer.data.some(({ id }) => id === open) ? null : (
        <ApartDelivery
          key={open}
          id={open}
          contentTypes={contentTypes.data ?? []}
          onClose={() => list.setOpen(null)}
        />
      )}
    </>
  );
  if (answer.data.length === 0) {
    return (
      <>
        {above}
        <EmptyStateLayout
          icon={<EmptyDocuments width="16rem" />}
          content={t(
            filtered || !list.isFirstPage ? 'deliveries.none-found' : 'deliveries.none-yet',
          )}
          action={
            filtered || !list.isFirstPage ? (
              <Button variant="secondary" onClick={list.clear}>
                {t('deliveries.clear-filters')}
              </Button>
            ) : (
              <LinkButton variant="secondary" tag={NavLink} to={`${PLUGIN_PATH}/webhooks`}>
                {t('deliveries.to-webhooks')}
              </LinkButton>
            )
          }
        />
      </>
    );
  }
  return (
    <>
      {above}
      <Box aria-busy={props.isOutdated} style={{ opacity: props.isOutdated ? 0.5 : 1 }}>
        <DeliveryTable
          deliveries={answer.data}
          contentTypes={contentTypes.data ?? []}
          webhooks={webhooks}
          selectable={props.selectable}
          selected={props.selected}
          onSelect={props.onSelect}
          open={list.open}
          onOpen={list.setOpen}
        />
      </Box>
      <Pager
        list={list}
        nextCursor={answer.meta.pagination.nextCursor}
        isLive={webhookId === null || !names.isMissing(webhookId)}
      />
    </>
  );
};
