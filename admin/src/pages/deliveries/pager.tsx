import { Button, Flex, Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import { useTranslate } from '../../i18n/use-translate';
import type { DeliveryQueryState } from './use-delivery-query';

interface PagerProps {
  readonly list: DeliveryQueryState;
  readonly nextCursor: string | null;
  /** Whether more can come: nothing new is sent to a webhook that was deleted. */
  readonly isLive: boolean;
}

/** The way to older deliveries and back; the newest page follows what comes in. */
export const Pager = ({ list, nextCursor, isLive }: PagerProps) => {
  const t = useTranslate();
  const newest = isLive ? t('pager.live') : null;
  return (
    <Flex tag="nav" aria-label={t('pager.label')} justifyContent="space-between" paddingTop={4}>
      <Typography variant="pi" textColor="neutral600">
        {list.isFirstPage ? newest : t('pager.older-page')}
      </Typography>
      <Flex gap={2}>
        {list.isFirstPage ? null : (
          <>
            <Button variant="tertiary" onClick={list.newest}>
              {t('pager.newest')}
            </Button>
            <Button variant="tertiary" startIcon={<ChevronLeft />} onClick={list.newer}>
              {t('pager.newer')}
            </Button>
          </>
        )}
        <Button
          variant="tertiary"
          endIcon={<ChevronRight />}
          disabled={nextCursor === null}
          onClick={() => (nextCursor === null ? undefined : list.older(nextCursor))}
        >
          {t('pager.older')}
        </Button>
      </Flex>
    </Flex>
  );
};
