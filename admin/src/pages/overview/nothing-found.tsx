import { Flex, Link, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';

interface NothingFoundProps {
  /** Without any, that nothing is wrong would say little. */
  readonly hasWebhooks: boolean;
}

/** That all is well, or where to begin. */
export const NothingFound = ({ hasWebhooks }: NothingFoundProps) => {
  const t = useTranslate();
  const { canCreate } = useAllowed();
  if (hasWebhooks) {
    return (
      <Flex gap={2}>
        <CheckCircle fill="success600" aria-hidden />
        <Typography textColor="neutral800">{t('attention.none')}</Typography>
      </Flex>
    );
  }
  return (
    <Flex gap={3} wrap="wrap">
      <Typography textColor="neutral800">{t('empty.none')}</Typography>
      {canCreate ? (
        <Link tag={NavLink} to={`${PLUGIN_PATH}/webhooks/create`}>
          {t('list.create')}
        </Link>
      ) : (
        <Typography textColor="neutral800">{t('empty.read-only')}</Typography>
      )}
    </Flex>
  );
};
