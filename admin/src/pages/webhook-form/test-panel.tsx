import { Box, Flex, IconButton, Loader, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import type { TriggerView } from '../../../../server/src/contracts/webhook-actions';
import { AttemptResult } from '../../components/attempt-result';
import { ErrorState } from '../../components/error-state';
import { useTranslate } from '../../i18n/use-translate';

interface TestPanelProps {
  readonly isLoading: boolean;
  readonly result: TriggerView | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** What came of a test, in place. */
export const TestPanel = ({ isLoading, result, error, onRetry, onClose }: TestPanelProps) => {
  const t = useTranslate();
  return (
    <Box
      tag="section"
      aria-label={t('test.title')}
      aria-live="polite"
      aria-busy={isLoading}
      background="neutral0"
      hasRadius
      shadow="filterShadow"
      padding={{ initial: 4, medium: 6 }}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between">
          <Typography variant="delta" tag="h2">
            {t('test.title')}
          </Typography>
          <IconButton variant="ghost" label={t('common.close')} onClick={onClose}>
            <Cross />
          </IconButton>
        </Flex>
        {isLoading ? (
          <Flex gap={3}>
            <Loader small>{t('test.sending')}</Loader>
            <Typography textColor="neutral600">{t('test.sending')}</Typography>
          </Flex>
        ) : null}
        {!isLoading && error !== undefined ? <ErrorState error={error} onRetry={onRetry} /> : null}
        {!isLoading && result?.topic === 'trigger-test' ? (
          <AttemptResult attempt={result.attempt} body={result.body} />
        ) : null}
      </Flex>
    </Box>
  );
};
