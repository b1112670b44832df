import { Button, EmptyStateLayout } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Pagination } from '@strapi/strapi/admin';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type {
  WebhookCount,
  WebhookListAnswer,
} from '../../../../server/src/contracts/webhook-list';
import { shownAnswer } from '../../api/shown-answer';
import type { WebhookHealth } from '../../api/webhook-health';
import { ErrorState } from '../../components/error-state';
import { IncompleteNotice } from '../../components/incomplete-notice';
import { LoadingState } from '../../components/loading-state';
import { StaleNotice } from '../../components/stale-notice';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import type { PendingAction } from './bulk-actions';
import { EmptyWebhooks } from './empty-webhooks';
import type { useListQuery } from './use-list-query';
import { WebhookTable } from './webhook-table';

/** What a query has brought so far. */
interface Loaded<Data> {
  readonly data?: Data | undefined;
  readonly currentData?: Data | undefined;
  readonly error?: unknown;
  readonly refetch: () => unknown;
}

interface ListContentProps {
  readonly list: ReturnType<typeof useListQuery>;
  readonly webhooks: Loaded<WebhookListAnswer>;
  readonly health: Loaded<readonly WebhookHealth[]>;
  readonly contentTypes: Loaded<readonly ContentTypeView[]>;
  readonly count: Loaded<WebhookCount>;
  readonly isEmpty: boolean;
  /** There is no such page any more, and the last one is on its way. */
  readonly isBeyond: boolean;
  readonly selected: ReadonlySet<number>;
  readonly onSelect: (ids: readonly number[], on: boolean) => void;
  readonly onAsk: (pending: PendingAction) => void;
}

/** The table, or what stands in its place. */
export const ListContent = (props: ListContentProps) => {
  const t = useTranslate();
  const { canUpdate, canDelete } = useAllowed();
  const { list, webhooks, health, contentTypes, count } = props;
  const data = shownAnswer(webhooks);
  // The rows are shown with all that stands in them: they would grow, and move what is below.
  const isReady = [health, contentTypes, count].every(
    (one) => one.data !== undefined || one.error !== undefined,
  );

  if (data === undefined || !isReady || props.isBeyond) {
    return webhooks.error === undefined ? (
      <LoadingState />
    ) : (
      <ErrorState error={webhooks.error} onRetry={() => void webhooks.refetch()} />
    );
  }
  const notice = (
    <>
      <StaleNotice error={webhooks.error ?? health.error ?? count.error} />
      <IncompleteNotice asked={[contentTypes]} />
    </>
  );
  if (props.isEmpty) {
    return (
      <>
        {notice}
        <EmptyWebhooks />
      </>
    );
  }
  if (data.data.length === 0) {
    return (
      <>
        {notice}
        <EmptyStateLayout
          icon={<EmptyDocuments width="16rem" />}
          content={t('list.none-found')}
          action={
            <Button variant="secondary" onClick={list.clear}>
              {t('list.clear-filters')}
            </Button>
          }
        />
      </>
    );
  }
  return (
    <>
      {notice}
      <WebhookTable
        webhooks={data.data}
        health={health.data}
        contentTypes={contentTypes.data ?? []}
        selectable={canUpdate || canDelete}
        selected={props.selected}
        onSelect={props.onSelect}
        sort={list.sort}
        onSort={list.setSort}
        onDelete={(webhook) => props.onAsk({ action: 'delete', webhooks: [webhook] })}
      />
      <Pagination.Root {...data.meta.pagination} defaultPageSize={list.pageSize}>
        <Pagination.PageSize />
        <Pagination.Links />
      </Pagination.Root>
    </>
  );
};
