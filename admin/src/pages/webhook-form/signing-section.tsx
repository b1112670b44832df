import { Checkbox, Field, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DefaultsView } from '../../../../server/src/contracts/defaults';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { SecretInput } from '../../components/secret-input';
import { useTranslate } from '../../i18n/use-translate';
import { SIGNING_CHOICES } from '../../model/form-values';
import { SecretActions } from './secret-actions';
import { SectionBox, useFaultText, type SectionProps } from './section';

interface SigningSectionProps extends SectionProps {
  /** Null while it is not created yet. */
  readonly webhook: WebhookView | null;
  readonly defaults: DefaultsView;
}

/** How requests are signed, and the secret that they are signed with. */
export const SigningSection = (props: SigningSectionProps) => {
  const t = useTranslate();
  const faultText = useFaultText();
  const { values, faults, disabled, set, check, webhook, defaults } = props;
  const { formatList } = useIntl();
  return (
    <SectionBox title={t('form.signing.title')} text={t('form.signing.text')}>
      <Field.Root
        name="signing"
        error={faultText(faults.signing)}
        hint={
          values.signing === 'settings'
            ? t('form.signing.settings.hint', {
                formats: formatList(
                  defaults.signatureFormats.map((one) => t(`form.signing.${one}`)),
                ),
              })
            : t(`form.signing.${values.signing}.hint`)
        }
      >
        <Field.Label>{t('form.signing.formats')}</Field.Label>
        <SingleSelect
          value={values.signing}
          disabled={disabled}
          onChange={(value) =>
            set('signing', SIGNING_CHOICES.find((one) => one === value) ?? 'settings')
          }
        >
          {SIGNING_CHOICES.map((choice) => (
            <SingleSelectOption key={choice} value={choice}>
              {t(`form.signing.${choice}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      {webhook === null ? (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Checkbox
            checked={values.ownSecret !== null}
            onCheckedChange={(on) => set('ownSecret', on === true ? '' : null)}
          >
            {t('form.secret.own')}
          </Checkbox>
          {values.ownSecret === null ? null : (
            <Field.Root
              name="ownSecret"
              error={faultText(faults.ownSecret)}
              hint={t('form.secret.own-hint')}
            >
              <Field.Label>{t('secret.label')}</Field.Label>
              <SecretInput
                value={values.ownSecret}
                onBlur={() => check('ownSecret')}
                onChange={(secret) => set('ownSecret', secret)}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          )}
        </Flex>
      ) : (
        <SecretActions webhook={webhook} defaults={defaults} disabled={disabled} />
      )}
    </SectionBox>
  );
};
