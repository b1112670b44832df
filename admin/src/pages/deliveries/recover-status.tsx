import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DeliveryView } from '../../../../server/src/contracts/delivery';
import { Progress } from '../../components/progress';
import { useErrorText } from '../../hooks/use-error-text';
import { useTranslate } from '../../i18n/use-translate';
import type { Recovery } from './use-recovery';

interface RecoverStatusProps {
  readonly recovery: Recovery;
  /** The states that are meant. */
  readonly states: readonly DeliveryView['state'][];
  /** Whether it is known what is meant. */
  readonly isComplete: boolean;
}

type RunningProps = Pick<Recovery, 'progress' | 'lookError'> & {
  /** In words: what fails again is what it was. */
  readonly states: string;
  readonly result: NonNullable<Recovery['result']>;
};

const Running = ({ result, states, progress, lookError }: RunningProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { requested: total, matched, limit } = result;
  const { arrived, failed, onTheWay } = progress ?? { arrived: 0, failed: 0, onTheWay: total };
  const tried = total - onTheWay;
  // Where more match than were asked for, those that are left do not tell how many of these arrived.
  const isPart = matched > limit;
  const isOver = progress !== null && onTheWay === 0;
  const words = (): string => {
    if (!isOver) {
      return isPart
        ? t('recover.tried', { done: tried, total })
        : t('recover.progress', { done: arrived, total });
    }
    if (isPart) return t('recover.all-tried', { count: total, states });
    return failed === 0
      ? t('recover.all-arrived')
      : t('recover.ended', { arrived, failed, states });
  };
  const done = isPart ? tried : arrived;
  const percentOf = (part: number) => (total === 0 ? 0 : (part / total) * 100);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {isOver ? null : <Typography>{t('recover.requested', { count: total })}</Typography>}
      <Progress
        label={t(isPart ? 'recover.tried' : 'recover.progress', { done, total })}
        percent={total === 0 ? 100 : percentOf(done)}
        failedPercent={isPart ? 0 : percentOf(failed)}
      />
      <Typography variant="pi" textColor={isOver && failed > 0 ? 'danger600' : 'neutral600'}>
        {words()}
      </Typography>
      {isOver ? null : (
        <Typography variant="pi" textColor="neutral600">
          {t('recover.may-close', { states })}
        </Typography>
      )}
      {isOver || lookError === undefined ? null : (
        <Typography variant="pi" textColor="danger600">
          {`${t('recover.look-failed')} ${errorText(lookError)}`}
        </Typography>
      )}
    </Flex>
  );
};

/** The count before it acts, and how far it is when it does. */
export const RecoverStatus = ({ recovery, states, isComplete }: RecoverStatusProps) => {
  const t = useTranslate();
  const { formatList } = useIntl();
  const errorText = useErrorText();
  const { count, result, error } = recovery;
  const content = () => {
    if (error !== undefined) {
      return <Typography textColor="danger600">{errorText(error)}</Typography>;
    }
    if (result !== null) {
      const words = states.map((state) => t(`delivery.state.${state}`));
      return (
        <Running
          {...recovery}
          result={result}
          states={formatList(words, { type: 'disjunction' })}
        />
      );
    }
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
