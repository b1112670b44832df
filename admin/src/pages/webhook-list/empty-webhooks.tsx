import { Box, Flex, Typography } from '@strapi/design-system';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import { StartGallery } from './start-gallery';

/** What is shown before the first webhook: what this is, and where to begin. */
export const EmptyWebhooks = () => {
  const t = useTranslate();
  const { canCreate } = useAllowed();
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={{ initial: 5, medium: 8 }}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Typography variant="beta" tag="h2">
            {t('empty.title')}
          </Typography>
          <Typography textColor="neutral600">
            {t(canCreate ? 'empty.text' : 'empty.read-only')}
          </Typography>
        </Flex>
        {canCreate ? <StartGallery /> : null}
      </Flex>
    </Box>
  );
};
