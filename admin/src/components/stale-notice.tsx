import { Box, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useErrorText } from '../hooks/use-error-text';
import { useTranslate } from '../i18n/use-translate';

interface StaleNoticeProps {
  /** What asking again failed with; nothing is shown without one. */
  readonly error: unknown;
}

/** Says that what is shown may be out of date, and why; it goes when asking works again. */
export const StaleNotice = ({ error }: StaleNoticeProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  if (error === undefined) return null;
  return (
    <Box role="status" background="warning100" hasRadius padding={4} marginBottom={4}>
      <Flex gap={3} alignItems="flex-start">
        <WarningCircle fill="warning600" aria-hidden />
        <Box>
          <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
            {t('list.stale')}
          </Typography>
          <Typography tag="p" textColor="neutral800">
            {errorText(error)}
          </Typography>
        </Box>
      </Flex>
    </Box>
  );
};
