import { Button } from '@strapi/design-system';
import { Check, Duplicate } from '@strapi/icons';
import { useClipboard } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { useFeedback } from '../hooks/use-feedback';
import { useTranslate } from '../i18n/use-translate';

const SHOWN_MS = 2000;

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for screen readers. */
  readonly label: string;
}

/** Copies a text and says so for a moment. */
export const CopyButton = ({ text, label }: CopyButtonProps) => {
  const t = useTranslate();
  const { copy } = useClipboard();
  const { failure } = useFeedback();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copyText = async (): Promise<void> => {
    const done = await copy(text);
    setCopied(done);
    if (!done) failure({ status: 0, message: t('error.not-copied') });
  };
  return (
    <Button
      variant="tertiary"
      size="S"
      aria-label={label}
      startIcon={copied ? <Check /> : <Duplicate />}
      onClick={() => void copyText()}
    >
      <span aria-live="polite">{t(copied ? 'common.copied' : 'common.copy')}</span>
    </Button>
  );
};
