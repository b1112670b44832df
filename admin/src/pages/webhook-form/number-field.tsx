import { NumberInput } from '@strapi/design-system';
import { useState } from 'react';

interface NumberFieldProps {
  readonly value: number | null;
  readonly disabled: boolean;
  readonly min: number;
  readonly max: number;
  readonly placeholder: string;
  readonly onChange: (value: number | null) => void;
}

/**
 * The design system's input of numbers. That one keeps what was typed in it, whatever value it is given
 * afterwards: it is made anew for a value that comes from elsewhere.
 */
export const NumberField = ({ value, onChange, ...rest }: NumberFieldProps) => {
  const [typed, setTyped] = useState(value);
  const [version, setVersion] = useState(0);
  if (value !== typed) {
    setTyped(value);
    setVersion(version + 1);
  }
  return (
    <NumberInput
      key={version}
      {...(value === null ? {} : { value })}
      {...rest}
      onValueChange={(given) => {
        const next = given ?? null;
        setTyped(next);
        onChange(next);
      }}
    />
  );
};
