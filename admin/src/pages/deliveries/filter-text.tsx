import { TextInput } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import { FilterBox } from './filter-box';

const PAUSE_MS = 500;

interface FilterTextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly width?: string;
}

/** A filter that is typed; the list follows when the typing pauses. */
export const FilterText = ({ label, value, onChange, width }: FilterTextProps) => {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    const text = typed.trim();
    if (text === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <FilterBox {...(width === undefined ? {} : { width })}>
      <TextInput
        aria-label={label}
        placeholder={label}
        size="S"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </FilterBox>
  );
};
