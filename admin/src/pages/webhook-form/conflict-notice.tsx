import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useTranslate } from '../../i18n/use-translate';

interface ConflictNoticeProps {
  readonly onReload: () => void;
}

/** Somebody else was first: what is typed is kept until it is given up. */
export const ConflictNotice = ({ onReload }: ConflictNoticeProps) => {
  const t = useTranslate();
  return (
    <Box role="alert" data-form-fault tabIndex={-1} background="warning100" hasRadius padding={4}>
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <Typography textColor="neutral800">{t('form.conflict')}</Typography>
        <Button variant="secondary" onClick={onReload}>
          {t('form.conflict.reload')}
        </Button>
      </Flex>
    </Box>
  );
};
