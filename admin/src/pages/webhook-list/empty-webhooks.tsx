import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';
import { StartGallery } from './start-gallery';

/** What is shown where there is no webhook, not yet or not any more: what this is, and where to begin. */
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
        {canCreate ? (
          <>
            <StartGallery />
            <Flex>
              <LinkButton
                tag={NavLink}
                to={`${PLUGIN_PATH}/webhooks/create`}
                variant="secondary"
                startIcon={<Plus />}
              >
                {t('list.create')}
              </LinkButton>
            </Flex>
          </>
        ) : null}
      </Flex>
    </Box>
  );
};
