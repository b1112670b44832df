import { Box, Typography } from '@strapi/design-system';
import type { EncryptionView } from '../../../../server/src/contracts/encryption';
import { useTranslate } from '../../i18n/use-translate';

/** How to make a proper key; the same everywhere, so nobody translates it. */
const MAKE_A_KEY = `node -p "crypto.randomBytes(32).toString('base64')"`;

interface EncryptionNoticeProps {
  /** Undefined while it is not known. */
  readonly encryption: Pick<EncryptionView, 'source' | 'canSave'> | undefined;
}

/** Says how to make a proper encryption key where there is none. */
export const EncryptionNotice = ({ encryption }: EncryptionNoticeProps) => {
  const t = useTranslate();
  if (encryption?.source !== 'derived') return null;
  return (
    <Box tag="section" background="warning100" hasRadius padding={5}>
      <Typography variant="delta" tag="h2">
        {t('encryption.title')}
      </Typography>
      <Typography tag="p" textColor="neutral800">
        {t(encryption.canSave ? 'encryption.derived' : 'encryption.required')}
      </Typography>
      <Typography tag="p" textColor="neutral800">
        {t('encryption.how')} <code>{MAKE_A_KEY}</code>
      </Typography>
    </Box>
  );
};
