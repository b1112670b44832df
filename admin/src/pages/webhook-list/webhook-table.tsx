import { Checkbox, Tbody, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import type { WebhookHealth } from '../../api/webhook-health';
import { HeadCell, PlainTable } from '../../components/table-cells';
import { useLostFocus } from '../../hooks/use-lost-focus';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { SortableTh } from './sortable-th';
import type { Sort } from './use-list-query';
import { WebhookRow } from './webhook-row';

const PLAIN_COLUMNS: readonly MessageKey[] = ['list.sends', 'list.health', 'list.last'];

interface WebhookTableProps {
  readonly webhooks: readonly WebhookView[];
  readonly health: readonly WebhookHealth[] | undefined;
  readonly contentTypes: readonly ContentTypeView[];
  readonly selected: ReadonlySet<number>;
  readonly onSelect: (ids: readonly number[], on: boolean) => void;
  readonly selectable: boolean;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly onDelete: (webhook: WebhookView) => void;
}

/** The webhooks of one page, a row each. */
export const WebhookTable = (props: WebhookTableProps) => {
  const t = useTranslate();
  const { webhooks, health, selected, onSelect, selectable, sort, onSort } = props;
  const chosen = webhooks.filter(({ id }) => selected.has(id)).length;
  const selectAll = useLostFocus<HTMLButtonElement>(chosen > 0);
  return (
    <PlainTable
      colCount={PLAIN_COLUMNS.length + 3 + (selectable ? 1 : 0)}
      rowCount={webhooks.length + 1}
    >
      <Thead>
        <Tr>
          {selectable ? (
            <HeadCell>
              <Checkbox
                ref={selectAll}
                aria-label={t('list.select-all')}
                checked={chosen === 0 ? false : chosen === webhooks.length || 'indeterminate'}
                onCheckedChange={(on) =>
                  onSelect(
                    webhooks.map(({ id }) => id),
                    on === true,
                  )
                }
              />
            </HeadCell>
          ) : null}
          <SortableTh field="name" label={t('list.name')} sort={sort} onSort={onSort} />
          <SortableTh field="status" label={t('list.status')} sort={sort} onSort={onSort} />
          {PLAIN_COLUMNS.map((key) => (
            <HeadCell key={key}>
              <Typography variant="sigma" textColor="neutral600">
                {t(key)}
              </Typography>
            </HeadCell>
          ))}
          <HeadCell>
            <VisuallyHidden>{t('list.actions')}</VisuallyHidden>
          </HeadCell>
        </Tr>
      </Thead>
      <Tbody>
        {webhooks.map((webhook) => (
          <WebhookRow
            key={webhook.id}
            webhook={webhook}
            health={health?.find(({ webhookId }) => webhookId === webhook.id)}
            contentTypes={props.contentTypes}
            selectable={selectable}
            selected={selected.has(webhook.id)}
            onSelect={(on) => onSelect([webhook.id], on)}
            onDelete={() => props.onDelete(webhook)}
          />
        ))}
      </Tbody>
    </PlainTable>
  );
};
