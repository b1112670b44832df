import { Field, Grid, TextInput } from '@strapi/design-system';
import { useState } from 'react';
import { useTranslate } from '../../i18n/use-translate';
import { urlFault } from '../../model/form-faults';
import { isLoopback } from '../../model/host';
import { MASK } from '../../../../server/src/domain/rules/mask';
import type { Start } from '../../model/starts';
import { startKeys } from '../../model/starts';
import { SectionBox, useFaultText, type SectionProps } from './section';

interface BasicsSectionProps extends SectionProps {
  readonly start: Start | null;
}

const URL_EXAMPLE = 'https://example.com/webhooks/strapi';

/** The name, and the URL that is checked while it is typed. */
export const BasicsSection = ({ values, faults, disabled, set, start }: BasicsSectionProps) => {
  const t = useTranslate();
  const faultText = useFaultText();
  const [typed, setTyped] = useState(false);
  const { name, deliveryUrl } = values;
  // An empty field is no mistake yet, and neither is one that was never touched.
  const fault = typed && deliveryUrl !== '' ? urlFault(deliveryUrl) : null;
  const plain = deliveryUrl.trim().startsWith('http://') && !isLoopback(deliveryUrl);
  const usualHint = t(start === null ? 'form.url.hint' : startKeys(start.id).where);
  const hints = [
    ...(plain ? [t('form.url.plain')] : []),
    ...(deliveryUrl.includes(MASK)
      ? [t(disabled ? 'form.url.hidden' : 'form.url.kept', { mask: MASK })]
      : []),
  ];
  return (
    <SectionBox title={t('form.basics.title')}>
      <Grid.Root gap={5}>
        <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root
            name="name"
            error={faultText(faults.name)}
            hint={disabled ? undefined : t('form.name.hint')}
          >
            <Field.Label>{t('form.name')}</Field.Label>
            <TextInput
              value={name}
              disabled={disabled}
              maxLength={255}
              onChange={({ currentTarget }) => set('name', currentTarget.value)}
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        </Grid.Item>
        <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root
            name="deliveryUrl"
            required
            error={fault === null ? faultText(faults.deliveryUrl) : t(fault)}
            hint={hints.length === 0 ? usualHint : hints.join(' ')}
          >
            <Field.Label>{t('form.url')}</Field.Label>
            <TextInput
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={deliveryUrl}
              disabled={disabled}
              placeholder={start?.urlExample ?? URL_EXAMPLE}
              onBlur={() => setTyped(true)}
              onChange={({ currentTarget }) => {
                if (currentTarget.value.length > 'https://'.length) setTyped(true);
                set('deliveryUrl', currentTarget.value);
              }}
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        </Grid.Item>
      </Grid.Root>
    </SectionBox>
  );
};
