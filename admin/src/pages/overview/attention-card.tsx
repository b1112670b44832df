import { Box, Typography } from '@strapi/design-system';
import { ErrorState } from '../../components/error-state';
import { StaleNotice } from '../../components/stale-notice';
import { useTranslate } from '../../i18n/use-translate';
import { AttentionList } from './attention-list';
import { NothingFound } from './nothing-found';
import type { AttentionState } from './use-attention';

interface AttentionCardProps {
  /** What is known, or why nothing is. */
  readonly attention: AttentionState;
}

/** What needs attention now, or that nothing does. */
export const AttentionCard = ({ attention }: AttentionCardProps) => {
  const t = useTranslate();
  const { items, hasWebhooks, error, retry } = attention;
  const content = () => {
    if (items === undefined) return <ErrorState error={error} onRetry={retry} />;
    if (items.length === 0) return <NothingFound hasWebhooks={hasWebhooks} />;
    return (
      <>
        <StaleNotice error={error} />
        <AttentionList items={items} />
      </>
    );
  };
  return (
    <Box tag="section" background="neutral0" shadow="tableShadow" hasRadius padding={5}>
      <Box paddingBottom={3}>
        <Typography variant="delta" tag="h2">
          {t('attention.title')}
        </Typography>
      </Box>
      <Box minHeight="4rem">{content()}</Box>
    </Box>
  );
};
