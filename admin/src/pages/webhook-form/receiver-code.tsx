import { Box, Tabs, Typography } from '@strapi/design-system';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { CodeBlock } from '../../components/code-block';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import type { SignatureFormat } from '../../model/form-values';
import { SectionBox } from './section';
import { NEXTJS } from './snippets/nextjs';
import { NODE } from './snippets/node';
import { PHP } from './snippets/php';
import { PYTHON } from './snippets/python';

const LANGUAGES = [
  { id: 'node', name: 'Node.js', code: NODE },
  { id: 'nextjs', name: 'Next.js', code: NEXTJS },
  { id: 'php', name: 'PHP', code: PHP },
  { id: 'python', name: 'Python', code: PYTHON },
] as const;

interface ReceiverCodeProps {
  readonly format: SignatureFormat;
  readonly initialLanguage: (typeof LANGUAGES)[number]['id'];
  /** Null while it is not created yet. */
  readonly webhook: WebhookView | null;
}

/** Receivers that verify the signature, ready to copy, for the format that is chosen. */
const ReceiverCode = ({ format, initialLanguage, webhook }: ReceiverCodeProps) => {
  const t = useTranslate();
  const { canRevealSecret } = useAllowed();
  const hasReveal = format === 'standard-webhooks' && webhook !== null && canRevealSecret;
  return (
    <SectionBox title={t('code.title')} text={t(`code.text.${format}`)}>
      <Tabs.Root defaultValue={initialLanguage} variant="simple">
        <Tabs.List aria-label={t('code.languages')}>
          {LANGUAGES.map(({ id, name }) => (
            <Tabs.Trigger key={id} value={id}>
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ id, name, code }) => (
          <Tabs.Content key={id} value={id}>
            <Box paddingTop={4}>
              <CodeBlock
                title={name}
                code={code[format]}
                copyLabel={t('code.copy', { language: name })}
              />
            </Box>
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <Typography variant="pi" textColor="neutral600">
        {t(`code.note.${format}`)}
      </Typography>
      {hasReveal ? (
        <Typography variant="pi" textColor="neutral600">
          {t('code.note.reveal')}
        </Typography>
      ) : null}
    </SectionBox>
  );
};

export default ReceiverCode;
