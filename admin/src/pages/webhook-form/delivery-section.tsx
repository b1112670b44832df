import { Field, Grid, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import type { DefaultsView } from '../../../../server/src/contracts/defaults';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { ORDERING_CHOICES, RETRY_CHOICES } from '../../model/form-values';
import { NumberField } from './number-field';
import { ScheduleWords } from './schedule-words';
import { SectionBox, useFaultText, type SectionProps } from './section';

const NUMBERS = [
  { name: 'timeoutSeconds', min: 0.1 },
  { name: 'concurrency', min: 1 },
  { name: 'maxConsecutiveFailures', min: 1 },
] as const;

interface DeliverySectionProps extends SectionProps {
  readonly defaults: DefaultsView;
}

/** What holds where a field is empty, and the most that it takes. */
const boundsOf = (defaults: DefaultsView) => ({
  timeoutSeconds: { usual: defaults.timeoutMs / 1000, max: defaults.limits.timeoutMs / 1000 },
  concurrency: { usual: defaults.concurrency, max: 1024 },
  maxConsecutiveFailures: { usual: defaults.maxConsecutiveFailures, max: 1_000_000 },
});

/** When is tried again, how long is waited, how much at once. */
export const DeliverySection = ({
  values,
  faults,
  disabled,
  set,
  defaults,
}: DeliverySectionProps) => {
  const bounds = boundsOf(defaults);
  const t = useTranslate();
  const faultText = useFaultText();
  const label = (name: (typeof NUMBERS)[number]['name']): MessageKey => `form.${name}`;
  const hint = (name: (typeof NUMBERS)[number]['name']): MessageKey => `form.${name}.hint`;
  return (
    <SectionBox title={t('form.delivery.title')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root
            name="retry"
            error={values.retry === 'custom' ? false : faultText(faults.retry)}
          >
            <Field.Label>{t('form.retry')}</Field.Label>
            <SingleSelect
              value={values.retry}
              disabled={disabled}
              onChange={(value) =>
                set('retry', RETRY_CHOICES.find((one) => one === value) ?? 'settings')
              }
            >
              {RETRY_CHOICES.map((choice) => (
                <SingleSelectOption key={choice} value={choice}>
                  {t(`form.retry.${choice}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Error />
          </Field.Root>
        </Grid.Item>
        {values.retry === 'custom' ? (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root
              name="customSchedule"
              error={faultText(faults.retry)}
              hint={t('form.retry.custom-hint')}
            >
              <Field.Label>{t('form.retry.delays')}</Field.Label>
              <TextInput
                value={values.customSchedule}
                disabled={disabled}
                onChange={({ currentTarget }) => set('customSchedule', currentTarget.value)}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Grid.Item>
        ) : null}
      </Grid.Root>
      <ScheduleWords
        retry={values.retry}
        customSchedule={values.customSchedule}
        usual={defaults.retrySchedule}
      />
      <Grid.Root gap={5}>
        {NUMBERS.map(({ name, min }) => (
          <Grid.Item key={name} col={4} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root name={name} error={faultText(faults[name])} hint={t(hint(name))}>
              <Field.Label>{t(label(name))}</Field.Label>
              <NumberField
                value={values[name]}
                disabled={disabled}
                min={min}
                max={bounds[name].max}
                placeholder={t('form.from-settings', { usual: bounds[name].usual })}
                onChange={(value) => set(name, value)}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Grid.Item>
        ))}
        <Grid.Item col={12} direction="column" alignItems="stretch">
          <Field.Root name="ordering" hint={t(`form.ordering.${values.ordering}.hint`)}>
            <Field.Label>{t('form.ordering')}</Field.Label>
            <SingleSelect
              value={values.ordering}
              disabled={disabled}
              onChange={(value) =>
                set('ordering', ORDERING_CHOICES.find((one) => one === value) ?? 'none')
              }
            >
              {ORDERING_CHOICES.map((choice) => (
                <SingleSelectOption key={choice} value={choice}>
                  {t(`form.ordering.${choice}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
      </Grid.Root>
    </SectionBox>
  );
};
