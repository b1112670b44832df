import { Button, Flex } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';
import { START_ICONS } from '../../components/start-icons';
import { useTranslate } from '../../i18n/use-translate';
import type { WebhookFormValues } from '../../model/form-values';
import { findStart, START_IDS, startKeys, withStart, type Start } from '../../model/starts';
import { SectionBox } from './section';

interface StartButtonsProps {
  /** The one that was chosen last. */
  readonly start: Start | null;
  readonly values: WebhookFormValues;
  readonly onChoose: (start: Start) => void;
}

/** The ready-made starts once more, for the webhooks after the first. */
export const StartButtons = ({ start, values, onChoose }: StartButtonsProps) => {
  const t = useTranslate();
  const setValues = useForm('StartButtons', (form) => form.setValues);
  const resetForm = useForm('StartButtons', (form) => form.resetForm);
  const choose = (next: Start) => {
    // What a start fills in is nothing that somebody would miss: leaving asks for what was typed alone.
    resetForm(next.values);
    setValues(withStart(values, start, next));
    onChoose(next);
  };
  return (
    <SectionBox title={t('starts.title')} text={t('starts.text')}>
      <Flex tag="ul" gap={2} wrap="wrap">
        {START_IDS.map((id) => {
          const Icon = START_ICONS[id];
          const isChosen = id === start?.id;
          return (
            <li key={id}>
              <Button
                variant={isChosen ? 'secondary' : 'tertiary'}
                size="S"
                startIcon={<Icon />}
                aria-pressed={isChosen}
                onClick={() => {
                  const next = findStart(id);
                  if (next !== null) choose(next);
                }}
              >
                {t(startKeys(id).title)}
              </Button>
            </li>
          );
        })}
      </Flex>
    </SectionBox>
  );
};
