import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useFocusReturn } from '../hooks/use-focus-return';
import { useTranslate } from '../i18n/use-translate';
import { CodeBlock } from './code-block';
import type { ShownSecret } from './secret-provider';

interface SecretDialogProps {
  readonly shown: ShownSecret;
  readonly onClose: () => void;
}

/** A secret, with buttons that copy it. */
export const SecretDialog = ({ shown, onClose }: SecretDialogProps) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const { giveBack } = useFocusReturn(shown.opener);
  const { reason, secret, standardSecret, previous } = shown;
  // One that not everybody can reveal again is gone with a stray Escape or a click beside it.
  const isOnce = reason !== 'revealed';
  const title = <Modal.Title>{t(`secret.title.${reason}`)}</Modal.Title>;
  return (
    <Modal.Root open onOpenChange={(open) => (open || isOnce ? undefined : onClose())}>
      <Modal.Content onCloseAutoFocus={giveBack}>
        {isOnce ? (
          <Flex tag="header" background="neutral100" padding={4} paddingLeft={5} paddingRight={5}>
            {title}
          </Flex>
        ) : (
          <Modal.Header closeLabel={t('common.close')}>{title}</Modal.Header>
        )}
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography>{t(`secret.text.${reason}`)}</Typography>
            <CodeBlock title={t('secret.label')} code={secret} copyLabel={t('secret.copy')} wraps />
            {standardSecret === secret ? null : (
              <Box>
                <Typography>{t('secret.standard-text')}</Typography>
                <CodeBlock
                  title={t('secret.standard-label')}
                  code={standardSecret}
                  copyLabel={t('secret.copy-standard')}
                  wraps
                />
              </Box>
            )}
            {previous.map((one) => (
              <CodeBlock
                key={one.secret}
                title={t('secret.previous', {
                  date: formatDate(one.expiresAt, { dateStyle: 'medium', timeStyle: 'short' }),
                })}
                code={one.secret}
                copyLabel={t('secret.copy-previous')}
                wraps
              />
            ))}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Box />
          <Button onClick={onClose}>{t(isOnce ? 'secret.done' : 'common.close')}</Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
