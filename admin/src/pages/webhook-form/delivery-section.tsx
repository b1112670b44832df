import { Field, Grid, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import type { DefaultsView } from '../../../../server/src/contracts/defaults';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { ORDERING_CHOICES, RETRY_CHOICES } from '../../model/form-values';
import { limitsOf, NUMBER_FIELDS, type NumberField as NumberName } from '../../model/number-limits';
import { NumberField } from './number-field';
import { ScheduleWords } from './schedule-words';
import { SectionBox, useFaultText, type SectionProps } from './section';

interface DeliverySectionProps extends SectionProps {
  readonly defaults: DefaultsView;
}

/** What holds where a field is empty. */
const usualOf = (defaults: DefaultsView): Readonly<Record<NumberName, number>> => ({
  timeoutSeconds: defaults.timeoutMs / 1000,
  concurrency: defaults.concurrency,
  maxConsecutiveFailures: defaults.maxConsecutiveFailures,
});

/** When is tried again, how long is waited, how much at once. */
export const DeliverySection = ({
  values,
  faults,
  disabled,
  set,
  check,
  defaults,
}: DeliverySectionProps) => {
  const usual = usualOf(defaults);
  const limits = limitsOf(defaults);
  const t = useTranslate();
  const faultText = useFaultText();
  const label = (name: NumberName): MessageKey => `form.${name}`;
  const hint = (name: NumberName): MessageKey => `form.${name}.hint`;
  return (
    <SectionBox title={t('form.delivery.title')} text={t('form.delivery.text')}>
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
                onBlur={() => check('retry')}
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
        {NUMBER_FIELDS.map((name) => (
          <Grid.Item
            key={name}
            col={4}
            s={12}
            xs={12}
            direction="column"
            alignItems="stretch"
            // The design system's input of numbers needs its own handler.
            onBlur={() => check(name)}
          >
            <Field.Root name={name} error={faultText(faults[name])} hint={t(hint(name))}>
              <Field.Label>{t(label(name))}</Field.Label>
              <NumberField
                value={values[name]}
                disabled={disabled}
                min={limits[name].min}
                max={limits[name].max}
                placeholder={t('form.from-settings', { usual: usual[name] })}
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
