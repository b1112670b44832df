import { Box, Checkbox, Field, Flex, Grid, IconButton, TextInput } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useEffect, useRef } from 'react';
import { useTranslate } from '../../i18n/use-translate';
import { isMasked } from '../../model/form-faults';
import type { HeaderRow } from '../../model/form-values';
import { isAlwaysSensitive, isSensitive } from '../../model/sensitive-header';

/** What a header's fields need. */
export interface HeaderFieldsProps {
  readonly row: HeaderRow;
  /** Somebody has just asked for it, and goes on to type its name. */
  readonly isNew: boolean;
  readonly nameFault: string | false;
  readonly valueFault: string | false;
  readonly disabled: boolean;
  readonly onChange: (row: HeaderRow) => void;
  readonly onRemove: () => void;
}

/** One header: its name, its value, whether the value is secret. */
export const HeaderFields = (props: HeaderFieldsProps) => {
  const t = useTranslate();
  const { row, isNew, nameFault, valueFault, disabled, onChange, onRemove } = props;
  const { name, value } = row;
  const sensitive = isSensitive(row);
  const always = isAlwaysSensitive(name);
  const masked = isMasked(value);
  const keptHow = always ? 'form.headers.kept' : 'form.headers.kept-sensitive';
  const keptWords = disabled ? 'form.headers.hidden' : keptHow;
  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isNew) nameField.current?.focus();
  }, [isNew]);
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
        <Field.Root error={nameFault}>
          <Field.Label>{t('form.headers.name')}</Field.Label>
          <TextInput
            ref={nameField}
            value={name}
            disabled={disabled}
            placeholder="Authorization"
            autoComplete="off"
            onChange={({ currentTarget }) => onChange({ ...row, name: currentTarget.value })}
          />
          <Field.Error />
        </Field.Root>
      </Grid.Item>
      <Grid.Item col={5} s={6} xs={12} direction="column" alignItems="stretch">
        <Field.Root error={valueFault} hint={masked ? t(keptWords) : undefined}>
          <Field.Label>{t('form.headers.value')}</Field.Label>
          <TextInput
            type={sensitive ? 'password' : 'text'}
            value={value}
            disabled={disabled}
            autoComplete="new-password"
            onFocus={({ currentTarget }) => {
              if (masked) currentTarget.select();
            }}
            onChange={({ currentTarget }) => onChange({ ...row, value: currentTarget.value })}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
      </Grid.Item>
      <Grid.Item col={3} s={12} xs={12} alignItems="flex-start">
        <Box paddingTop={{ initial: 0, medium: 6 }}>
          <Flex gap={3}>
            <Checkbox
              checked={sensitive}
              disabled={disabled || masked || always}
              onCheckedChange={(on) => onChange({ ...row, sensitive: on === true })}
            >
              {t(always ? 'form.headers.always-sensitive' : 'form.headers.sensitive')}
            </Checkbox>
            {disabled ? null : (
              <IconButton
                variant="ghost"
                label={t('form.headers.remove', { name })}
                onClick={onRemove}
              >
                <Trash />
              </IconButton>
            )}
          </Flex>
        </Box>
      </Grid.Item>
    </Grid.Root>
  );
};
