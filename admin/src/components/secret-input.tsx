import { Field, TextInput } from '@strapi/design-system';
import { Eye, EyeStriked } from '@strapi/icons';
import { useState } from 'react';
import { useTranslate } from '../i18n/use-translate';

interface SecretInputProps {
  readonly value: string;
  readonly onBlur: () => void;
  readonly onChange: (value: string) => void;
}

/** A secret of one's own, out of sight until somebody asks to read what was typed. */
export const SecretInput = ({ value, onBlur, onChange }: SecretInputProps) => {
  const t = useTranslate();
  const [isShown, setIsShown] = useState(false);
  return (
    <TextInput
      type={isShown ? 'text' : 'password'}
      autoComplete="new-password"
      spellCheck={false}
      value={value}
      onBlur={onBlur}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      endAction={
        <Field.Action
          label={t(isShown ? 'secret.hide-typed' : 'secret.show-typed')}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <EyeStriked fill="neutral500" /> : <Eye fill="neutral500" />}
        </Field.Action>
      }
    />
  );
};
