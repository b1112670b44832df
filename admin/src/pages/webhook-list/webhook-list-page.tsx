import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { NavLink } from 'react-router-dom';
import { useListContentTypesQuery } from '../../api/catalogue';
import { shownAnswer } from '../../api/shown-answer';
import { useListWebhookHealthQuery } from '../../api/webhook-health';
import { useCountWebhooksQuery, useListWebhooksQuery } from '../../api/webhooks';
import { SwappedBar } from '../../components/swapped-bar';
import { useAllowed } from '../../hooks/use-allowed';
import { usePolling } from '../../hooks/use-polling';
import { useTranslate } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';
import { BulkActions, type PendingAction } from './bulk-actions';
import { ListContent } from './list-content';
import { ListToolbar } from './list-toolbar';
import { PendingDialog } from './pending-dialog';
import { useListQuery } from './use-list-query';

const REFRESH_MS = 10_000;

/** Every webhook with its state, and what can be done with it. */
const WebhookListPage = () => {
  const t = useTranslate();
  const list = useListQuery();
  const { canCreate } = useAllowed();
  const pollingInterval = usePolling(REFRESH_MS);
  const webhooks = useListWebhooksQuery(list.query, { pollingInterval });
  const count = useCountWebhooksQuery(undefined, { pollingInterval });
  const health = useListWebhookHealthQuery(undefined, { pollingInterval });
  const contentTypes = useListContentTypesQuery();
  const { page, goToPage } = list;
  const lastPage = webhooks.currentData?.meta.pagination.pageCount ?? 0;
  // Its only row was deleted, or the address is old.
  const isBeyond = lastPage > 0 && page > lastPage;
  useEffect(() => {
    if (isBeyond) goToPage(lastPage);
  }, [isBeyond, goToPage, lastPage]);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [pending, setPending] = useState<PendingAction | null>(null);

  const select = (ids: readonly number[], on: boolean) =>
    setSelected((before) => {
      const kept = [...before].filter((id) => !ids.includes(id));
      return new Set(on ? [...kept, ...ids] : kept);
    });
  const clear = () => setSelected(new Set());
  const unselectDone = ({ webhooks: meant, leftOut }: PendingAction) => {
    if (leftOut !== undefined) clear();
    else
      select(
        meant.map(({ id }) => id),
        false,
      );
  };
  const chosen = (shownAnswer(webhooks)?.data ?? []).filter(({ id }) => selected.has(id));
  const all =
    count.data?.total ??
    (list.isFiltered ? undefined : webhooks.currentData?.meta.pagination.total);
  const isEmpty = all === 0;

  return (
    <Page.Main>
      <Page.Title>{t('list.page-title')}</Page.Title>
      <Layouts.Header
        title={t('nav.webhooks')}
        subtitle={t('list.subtitle')}
        primaryAction={
          canCreate && !isEmpty ? (
            <LinkButton
              tag={NavLink}
              to={`${PLUGIN_PATH}/webhooks/create`}
              startIcon={<Plus />}
              size="S"
            >
              {t('list.create')}
            </LinkButton>
          ) : null
        }
      />
      {isEmpty ? null : (
        <Layouts.Action
          startActions={
            <SwappedBar
              usual={
                <ListToolbar
                  search={list.search}
                  status={list.status}
                  count={count.data}
                  onStatus={list.setStatus}
                />
              }
              instead={
                chosen.length > 0 ? (
                  <BulkActions webhooks={chosen} onAsk={setPending} onClear={clear} />
                ) : null
              }
            />
          }
        />
      )}
      <Layouts.Content>
        <ListContent
          list={list}
          webhooks={webhooks}
          health={health}
          contentTypes={contentTypes}
          count={count}
          isEmpty={isEmpty}
          isBeyond={isBeyond}
          selected={selected}
          onSelect={select}
          onAsk={setPending}
        />
      </Layouts.Content>
      {pending === null ? null : (
        <PendingDialog
          pending={pending}
          health={health.data}
          onDone={() => unselectDone(pending)}
          onClose={() => setPending(null)}
        />
      )}
    </Page.Main>
  );
};

export default WebhookListPage;
