import { Dialog, Flex, Radio, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useTranslate } from '../i18n/use-translate';
import type { Held } from '../model/held';
import { ConfirmAction } from './confirm-action';

/** What happens to what was held. */
export type HeldChoice = 'deliver' | 'discard';

interface ResumeDialogProps {
  /** The webhooks' names. */
  readonly names: readonly string[];
  /** What was held for them in all; null while nobody knows. */
  readonly held: Held | null;
  /** How many more were chosen that are active already. */
  readonly leftOut?: number;
  readonly onResume: (held: HeldChoice) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks what happens to the deliveries that were held, before webhooks deliver again. */
export const ResumeDialog = ({
  names,
  held,
  leftOut = 0,
  onResume,
  onClose,
}: ResumeDialogProps) => {
  const t = useTranslate();
  const [choice, setChoice] = useState<HeldChoice>('deliver');
  const nothing = held?.count === 0;
  const whose = { count: names.length, name: names[0] ?? '' };
  const question =
    held === null
      ? t('resume.question-unknown', whose)
      : t('resume.question', { ...whose, held: held.count, capped: String(held.capped) });
  // It chooses between “it” and “them”, and is never shown: nobody may have counted.
  const count = held?.count ?? 0;
  return (
    <ConfirmAction
      title={t('resume.title')}
      confirmLabel={t('resume.confirm')}
      onConfirm={() => onResume(choice)}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={4} width="100%">
        <Dialog.Description>
          <Typography>{nothing ? t('resume.nothing-held') : question}</Typography>
        </Dialog.Description>
        {nothing ? null : (
          <Radio.Group
            aria-label={question}
            value={choice}
            onValueChange={(value) => setChoice(value === 'discard' ? 'discard' : 'deliver')}
          >
            <Radio.Item value="deliver">{t('resume.deliver', { held: count })}</Radio.Item>
            <Radio.Item value="discard">{t('resume.discard', { held: count })}</Radio.Item>
          </Radio.Group>
        )}
        {nothing || choice === 'discard' ? null : (
          <Typography variant="pi" textColor="neutral600">
            {t('resume.deliver-when')}
          </Typography>
        )}
        {leftOut === 0 ? null : (
          <Typography textColor="neutral600">{t('resume.left-out', { count: leftOut })}</Typography>
        )}
      </Flex>
    </ConfirmAction>
  );
};
