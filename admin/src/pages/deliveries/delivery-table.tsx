import {
  Box,
  Checkbox,
  Tbody,
  Thead,
  Tr,
  Typography,
  VisuallyHidden,
  useMeasure,
} from '@strapi/design-system';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { DeliveryView } from '../../../../server/src/contracts/delivery';
import { HeadCell, PlainTable } from '../../components/table-cells';
import { useLostFocus } from '../../hooks/use-lost-focus';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { DeliveryRow } from './delivery-row';
import { useWebhookNames, type WebhookNames } from '../../hooks/use-webhook-names';

interface DeliveryTableProps {
  readonly deliveries: readonly DeliveryView[];
  readonly contentTypes: readonly ContentTypeView[];
  /** Null where all are of one webhook. */
  readonly webhooks: WebhookNames | null;
  readonly selectable: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], on: boolean) => void;
  readonly open: string | null;
  readonly onOpen: (id: string | null) => void;
}

/** The deliveries of one page, a row each; one of them may be open. */
export const DeliveryTable = (props: DeliveryTableProps) => {
  const t = useTranslate();
  const { deliveries, contentTypes, webhooks, selectable, selected, onSelect, open, onOpen } =
    props;
  const [ref, { width }] = useMeasure<HTMLDivElement>();
  const { isGone } = useWebhookNames();
  const selectAll = useLostFocus<HTMLButtonElement>(selected.size > 0);
  const choosable = deliveries.filter((delivery) => !isGone(delivery));
  const chosen = choosable.filter(({ id }) => selected.has(id)).length;
  const columns: readonly MessageKey[] = [
    'deliveries.column-state',
    webhooks === null ? 'deliveries.column-event' : 'deliveries.column-event-webhook',
    'deliveries.column-entry',
    'deliveries.column-result',
    'deliveries.column-time',
  ];
  const colCount = columns.length + 2 + (selectable ? 1 : 0);
  return (
    <Box ref={ref}>
      <PlainTable colCount={colCount} rowCount={deliveries.length + 1}>
        <Thead>
          <Tr>
            {selectable ? (
              <HeadCell>
                {choosable.length === 0 ? null : (
                  <Checkbox
                    ref={selectAll}
                    aria-label={t('deliveries.select-all')}
                    checked={chosen === 0 ? false : chosen === choosable.length || 'indeterminate'}
                    onCheckedChange={(on) =>
                      onSelect(
                        choosable.map(({ id }) => id),
                        on === true,
                      )
                    }
                  />
                )}
              </HeadCell>
            ) : null}
            <HeadCell>
              <VisuallyHidden>{t('deliveries.column-details')}</VisuallyHidden>
            </HeadCell>
            {columns.map((key) => (
              <HeadCell key={key}>
                <Typography variant="sigma" textColor="neutral600">
                  {t(key)}
                </Typography>
              </HeadCell>
            ))}
            <HeadCell>
              <VisuallyHidden>{t('deliveries.column-actions')}</VisuallyHidden>
            </HeadCell>
          </Tr>
        </Thead>
        <Tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              contentTypes={contentTypes}
              webhookName={webhooks?.ownerOf(delivery) ?? null}
              colCount={colCount}
              visibleWidth={width}
              selectable={selectable}
              isGone={isGone(delivery)}
              selected={selected.has(delivery.id)}
              onSelect={(on) => onSelect([delivery.id], on)}
              isOpen={open === delivery.id}
              onToggle={() => onOpen(open === delivery.id ? null : delivery.id)}
            />
          ))}
        </Tbody>
      </PlainTable>
    </Box>
  );
};
