import { Box, Flex, Typography } from '@strapi/design-system';
import { Progress } from '../../components/progress';
import { useErrorText } from '../../hooks/use-error-text';
import { useTranslate } from '../../i18n/use-translate';
import type { Recovery } from './use-recovery';

interface RecoverStatusProps {
  readonly recovery: Recovery;
  /** Whether it is known what is meant. */
  readonly isComplete: boolean;
}

const Running = ({ result, left }: Pick<Recovery, 'result' | 'left'>) => {
  const t = useTranslate();
  if (result === null) return null;
  const { requested, matched } = result;
  const done = Math.min(requested, Math.max(0, matched - (left ?? matched)));
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography>{t('recover.requested', { count: requested })}</Typography>
      <Progress
        label={t('recover.progress', { done, total: requested })}
        percent={requested === 0 ? 100 : (done / requested) * 100}
      />
      <Typography variant="pi" textColor="neutral600">
        {t(done >= requested ? 'recover.all-arrived' : 'recover.progress', {
          done,
          total: requested,
        })}
      </Typography>
      {done >= requested ? null : (
        <Typography variant="pi" textColor="neutral600">
          {t('recover.may-close')}
        </Typography>
      )}
    </Flex>
  );
};

/** The count before it acts, and how far it is when it does. */
export const RecoverStatus = ({ recovery, isComplete }: RecoverStatusProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { count, result, left, error } = recovery;
  const content = () => {
    if (error !== undefined) {
      return <Typography textColor="danger600">{errorText(error)}</Typography>;
    }
    if (result !== null) return <Running result={result} left={left} />;
    if (!isComplete) {
      return <Typography textColor="neutral600">{t('recover.incomplete')}</Typography>;
    }
    if (count === null) {
      return <Typography textColor="neutral600">{t('recover.counting')}</Typography>;
    }
    if (count.matched === 0) return <Typography>{t('recover.none')}</Typography>;
    return (
      <Typography>
        {count.matched > count.limit
          ? t('recover.count-limited', { limit: count.limit })
          : t('recover.count', { count: count.matched })}
      </Typography>
    );
  };
  return (
    <Box background="neutral100" hasRadius padding={4} minHeight="10rem" aria-live="polite">
      {content()}
    </Box>
  );
};
