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

interface FilterTimeProps {
  readonly values: DeliveryFilterValues;
  readonly onChange: (changes: FilterChange) => void;
}

/** The time range: a ready-made one, or two instants. */
export const FilterTime = ({ values, onChange }: FilterTimeProps) => {
  const t = useTranslate();
  const choose = (value: string | number) =>
    onChange({ range: value === ALL ? null : String(value), from: null, to: null });
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
                onChange={(date) => onChange({ [end]: date?.toISOString() ?? null })}
                onClear={() => onChange({ [end]: null })}
              />
            </Flex>
          ))}
        </Flex>
      ) : null}
    </>
  );
};
