import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useDuration } from '../../i18n/use-duration';
import { useTranslate } from '../../i18n/use-translate';
import { scheduleOf, type WebhookFormValues } from '../../model/form-values';
import { parseSchedule, totalSeconds } from '../../model/retry-schedule';

interface ScheduleWordsProps extends Pick<WebhookFormValues, 'retry' | 'customSchedule'> {
  /** Seconds before each retry, as the project's settings say. */
  readonly usual: readonly number[];
}

/** The attempts in words: how many, when, and how long until the last. */
export const ScheduleWords = ({ retry, customSchedule, usual }: ScheduleWordsProps) => {
  const t = useTranslate();
  const { formatList } = useIntl();
  const { seconds, roughly } = useDuration();
  const schedule =
    retry === 'custom'
      ? parseSchedule(customSchedule)
      : (scheduleOf({ retry, customSchedule }) ?? usual);
  const isUnwritten = retry === 'custom' && schedule?.length === 0;
  if (schedule === null || isUnwritten) return null;
  const words =
    schedule.length === 0
      ? t('schedule.once')
      : t('schedule.words', {
          attempts: schedule.length + 1,
          delays: formatList(schedule.map(seconds)),
          total: roughly(totalSeconds(schedule)),
        });
  return (
    <Box background="neutral100" hasRadius padding={4} aria-live="polite">
      {retry === 'settings' ? (
        <Typography tag="p" textColor="neutral600">
          {t('schedule.settings')}
        </Typography>
      ) : null}
      <Typography tag="p">{words}</Typography>
    </Box>
  );
};
