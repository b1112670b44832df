import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { isMasked } from '../../model/form-faults';
import type { HeaderRow } from '../../model/form-values';
import { HeaderFields, type HeaderFieldsProps } from './header-fields';
import { SectionBox, useFaultText, type SectionProps } from './section';

const OF_VALUES: readonly MessageKey[] = [
  'form.headers.value-required',
  'form.headers.value-invalid',
  'form.headers.moved',
];

interface HeadersSectionProps extends SectionProps {
  /** How many there may be. */
  readonly most: number;
}

/** Headers of one's own, each with a switch that keeps its value secret. */
export const HeadersSection = ({ values, faults, disabled, set, most }: HeadersSectionProps) => {
  const t = useTranslate();
  const faultText = useFaultText();
  const { headers } = values;
  const [newest, setNewest] = useState<number | null>(null);
  const [removals, setRemovals] = useState(0);
  const addButton = useRef<HTMLButtonElement>(null);
  // The button that removed it went with it; only now can the other one be pressed, where there were as many as may be.
  useEffect(() => {
    if (removals > 0) addButton.current?.focus();
  }, [removals]);
  const add = () => {
    const key = Math.max(-1, ...headers.map((row) => row.key)) + 1;
    set('headers', [...headers, { key, name: '', value: '', sensitive: false }]);
    setNewest(key);
  };
  const faultOf = (row: HeaderRow): Pick<HeaderFieldsProps, 'nameFault' | 'valueFault'> => {
    const fault = faults[`headers.${row.name.trim().toLowerCase()}`];
    const isOfValue =
      fault !== undefined && ('key' in fault ? OF_VALUES.includes(fault.key) : isMasked(row.value));
    const words = faultText(fault);
    return { nameFault: isOfValue ? false : words, valueFault: isOfValue ? words : false };
  };
  const general = faultText(faults.headers);
  return (
    <SectionBox title={t('form.headers.title')} text={t('form.headers.text')}>
      {headers.map((row) => (
        <HeaderFields
          key={row.key}
          row={row}
          isNew={row.key === newest}
          {...faultOf(row)}
          disabled={disabled}
          onChange={(next) =>
            set(
              'headers',
              headers.map((one) => (one.key === row.key ? next : one)),
            )
          }
          onRemove={() => {
            set(
              'headers',
              headers.filter((one) => one.key !== row.key),
            );
            // Its key may come again with what somebody else saves.
            setNewest(null);
            setRemovals((before) => before + 1);
          }}
        />
      ))}
      {general === false ? null : (
        <Typography variant="pi" textColor="danger600" role="alert" data-form-fault tabIndex={-1}>
          {general}
        </Typography>
      )}
      {disabled ? null : (
        <Flex>
          <Button
            ref={addButton}
            variant="secondary"
            startIcon={<Plus />}
            disabled={headers.length >= most}
            onClick={add}
          >
            {t('form.headers.add')}
          </Button>
        </Flex>
      )}
    </SectionBox>
  );
};
