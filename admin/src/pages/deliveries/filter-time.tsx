import {
  DateTimePicker,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useTranslate } from '../../i18n/use-translate';
import { RANGE_NAMES, type DeliveryFilterValues } from './delivery-filter-values';
import { FilterBox } from './filter-box';
import type { FilterChange } from './use-delivery-query';

const ALL = 'all';

/** The picker begins a day at midnight: a day that is chosen as the end is meant to its end. */
const endOfDay = (date: Date): Date => {
  const end = new Date(date);
  if (end.getHours() === 0 && end.getMinutes() === 0) end.setHours(23, 59, 59, 999);
  return end;
};

interface FilterTimeProps {
  readonly values: DeliveryFilterValues;
  readonly onChange: (changes: FilterChange) => void;
}

/** The time range: a ready-made one, or two instants. */
export const FilterTime = ({ values, onChange }: FilterTimeProps) => {
  const t = useTranslate();
  const choose = (value: string | number) =>
    onChange({ range: value === ALL ? null : String(value), from: null, to: null });
  const { from, to } = values;
  const pick = (end: 'from' | 'to', date: Date | undefined) => {
    const picked = date !== undefined && end === 'to' && to === null ? endOfDay(date) : date;
    onChange({ [end]: picked?.toISOString() ?? null });
  };
  return (
    <>
      <FilterBox>
        <SingleSelect
          aria-label={t('deliveries.filter-time')}
          size="S"
          value={values.range ?? ALL}
          onChange={choose}
        >
          <SingleSelectOption value={ALL}>{t('range.all')}</SingleSelectOption>
          {RANGE_NAMES.map((name) => (
            <SingleSelectOption key={name} value={name}>
              {t(`range.${name}`)}
            </SingleSelectOption>
          ))}
          <SingleSelectOption value="custom">{t('range.custom')}</SingleSelectOption>
        </SingleSelect>
      </FilterBox>
      {values.range === 'custom' ? (
        <Flex gap={2} wrap="wrap">
          {(['from', 'to'] as const).map((end) => (
            <Flex key={end} gap={2} role="group" aria-label={t(`deliveries.filter-${end}`)}>
              <Typography variant="pi" textColor="neutral600" aria-hidden>
                {t(`deliveries.filter-${end}`)}
              </Typography>
              <DateTimePicker
                size="S"
                dateLabel={t(`deliveries.filter-${end}`)}
                timeLabel={t(`deliveries.filter-${end}-time`)}
                clearLabel={t('deliveries.clear')}
                value={values[end]}
                onChange={(date) => pick(end, date)}
                onClear={() => onChange({ [end]: null })}
              />
            </Flex>
          ))}
          {from !== null && to !== null && to < from ? (
            <Typography variant="pi" textColor="danger600" role="alert">
              {t('deliveries.filter-time-fault')}
            </Typography>
          ) : null}
        </Flex>
      ) : null}
    </>
  );
};
