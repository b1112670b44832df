import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useEffect, useId, useRef } from 'react';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import { useGetDeliveryQuery } from '../../api/deliveries';
import { describeError } from '../../api/describe-error';
import { useTranslate } from '../../i18n/use-translate';
import { DeliveryDetailPanel } from './delivery-detail-panel';

interface ApartDeliveryProps {
  readonly id: string;
  readonly contentTypes: readonly ContentTypeView[];
  readonly onClose: () => void;
}

/** An open delivery that has no row in the list: what somebody reads does not vanish with its row. */
export const ApartDelivery = ({ id, contentTypes, onClose }: ApartDeliveryProps) => {
  const t = useTranslate();
  const { currentData: delivery, error } = useGetDeliveryQuery(id);
  const isGone = delivery === undefined && describeError(error).status === 404;
  const titleId = useId();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // What had the focus may have gone with the row.
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Box
      ref={box}
      tag="section"
      aria-labelledby={titleId}
      tabIndex={-1}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={5}
      marginBottom={5}
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} paddingBottom={4}>
        <Box>
          <Typography id={titleId} variant="delta" tag="h2">
            {t('deliveries.apart-title')}
          </Typography>
          <Typography tag="p" variant="pi" textColor="neutral600">
            {delivery === undefined && !isGone
              ? id
              : t(isGone ? 'deliveries.apart-gone' : 'deliveries.apart', { id })}
          </Typography>
        </Box>
        <IconButton variant="ghost" label={t('common.close')} onClick={onClose}>
          <Cross />
        </IconButton>
      </Flex>
      {isGone ? null : <DeliveryDetailPanel id={id} contentTypes={contentTypes} />}
    </Box>
  );
};
