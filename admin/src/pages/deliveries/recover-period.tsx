import { DateTimePicker, Field, Flex, Radio, Typography } from '@strapi/design-system';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import { useTranslate } from '../../i18n/use-translate';
import { PERIODS, sinceOf, type Period } from './recover-since';

const Cards = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  gap: ${({ theme }) => theme.spaces[2]};
`;

const Card = styled.div<{ readonly $chosen: boolean }>`
  padding: ${({ theme }) => theme.spaces[3]};
  border: 1px solid
    ${({ theme, $chosen }) => ($chosen ? theme.colors.primary600 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $chosen }) =>
    $chosen ? theme.colors.primary100 : theme.colors.neutral0};
`;

interface RecoverPeriodProps {
  readonly period: Period;
  readonly onPeriod: (period: Period) => void;
  readonly custom: Date | null;
  readonly onCustom: (date: Date | null) => void;
  /** When the dialog was opened. */
  readonly now: number;
  readonly disabled: boolean;
}

/** Since when: cards, each with its date. */
export const RecoverPeriod = (props: RecoverPeriodProps) => {
  const t = useTranslate();
  const labelId = useId();
  const { formatDate } = useIntl();
  const { period, onPeriod, custom, onCustom, now, disabled } = props;
  const dateOf = (one: Period): string => {
    const since = sinceOf(one, now, custom);
    return since === null
      ? t('recover.choose-date')
      : formatDate(since, { dateStyle: 'medium', timeStyle: 'short' });
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography id={labelId} variant="pi" fontWeight="bold" textColor="neutral800">
        {t('recover.since')}
      </Typography>
      <Radio.Group
        value={period}
        disabled={disabled}
        aria-labelledby={labelId}
        onValueChange={(value) => onPeriod(PERIODS.find((one) => one === value) ?? '1h')}
      >
        <Cards>
          {PERIODS.map((one) => (
            <Card key={one} $chosen={one === period}>
              <Radio.Item value={one}>
                <Flex direction="column" alignItems="flex-start">
                  <Typography fontWeight="semiBold">{t(`recover.period-${one}`)}</Typography>
                  <Typography variant="pi" textColor="neutral600">
                    {dateOf(one)}
                  </Typography>
                </Flex>
              </Radio.Item>
            </Card>
          ))}
        </Cards>
      </Radio.Group>
      {period === 'custom' ? (
        <Field.Root>
          <Field.Label>{t('recover.custom')}</Field.Label>
          <DateTimePicker
            dateLabel={t('recover.custom-date')}
            timeLabel={t('recover.custom-time')}
            clearLabel={t('deliveries.clear')}
            value={custom}
            maxDate={new Date(now)}
            disabled={disabled}
            onChange={(date) => onCustom(date ?? null)}
            onClear={() => onCustom(null)}
          />
        </Field.Root>
      ) : null}
    </Flex>
  );
};
