import { Field, TextInput } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import { FilterBox } from './filter-box';

const PAUSE_MS = 500;

interface FilterTextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly width?: string;
  /** Says what is wrong with a text that is no filter; the list does not follow such a text. */
  readonly faultOf?: (text: string) => string | null;
}

/** A filter that is typed; the list follows when the typing pauses. */
export const FilterText = ({ label, value, onChange, width, faultOf }: FilterTextProps) => {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    told.current = value;
    setTyped(value);
  }, [value]);
  const text = typed.trim();
  const fault = faultOf?.(text) ?? null;
  useEffect(() => {
    if (fault !== null || text === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, fault, onChange]);
  return (
    <FilterBox {...(width === undefined ? {} : { width })}>
      <Field.Root error={fault ?? false}>
        <TextInput
          aria-label={label}
          placeholder={label}
          size="S"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Field.Error />
      </Field.Root>
    </FilterBox>
  );
};
