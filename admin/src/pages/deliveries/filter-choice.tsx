import { MultiSelect, MultiSelectOption } from '@strapi/design-system';
import { FilterBox } from './filter-box';

interface Option {
  readonly value: string;
  readonly label: string;
  /** What else it is called; it stands beside the label in the list of choices. */
  readonly detail?: string;
}

interface FilterChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: readonly string[];
  readonly onChange: (value: string | null) => void;
  readonly clearLabel: string;
}

/** A filter with several choices of which any may hold. */
export const FilterChoice = (props: FilterChoiceProps) => {
  const { label, options, value, onChange, clearLabel } = props;
  const known = options.map((one) => one.value);
  const lost = value
    .filter((one) => !known.includes(one))
    .map((one) => ({ value: one, label: one }));
  const all: readonly Option[] = [...options, ...lost];
  const names = all.filter((one) => value.includes(one.value)).map((one) => one.label);
  return (
    <FilterBox>
      <MultiSelect
        aria-label={label}
        placeholder={label}
        size="S"
        value={[...value]}
        clearLabel={clearLabel}
        customizeContent={() => names.join(', ')}
        onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen.join(','))}
        onClear={() => onChange(null)}
      >
        {all.map((one) => (
          <MultiSelectOption key={one.value} value={one.value}>
            {one.detail === undefined ? one.label : `${one.label} (${one.detail})`}
          </MultiSelectOption>
        ))}
      </MultiSelect>
    </FilterBox>
  );
};
