import { Box, Flex, Loader } from '@strapi/design-system';
import { useTranslate } from '../i18n/use-translate';

interface LoadingStateProps {
  /** As high as what will stand here, so that nothing jumps. */
  readonly minHeight?: string;
}

/** Something is being loaded, in the place where it will appear. */
export const LoadingState = ({ minHeight = '40rem' }: LoadingStateProps) => {
  const t = useTranslate();
  return (
    <Box aria-busy background="neutral0" hasRadius shadow="tableShadow">
      <Flex justifyContent="center" alignItems="center" minHeight={minHeight}>
        <Loader>{t('common.loading')}</Loader>
      </Flex>
    </Box>
  );
};
