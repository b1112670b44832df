import { Flex, LinkButton } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { START_ICONS } from '../../components/start-icons';
import { useTranslate } from '../../i18n/use-translate';
import { START_IDS, startKeys, type Start } from '../../model/starts';
import { PLUGIN_PATH } from '../../plugin-id';
import { SectionBox } from './section';

interface StartLinksProps {
  /** The one that the form was filled from. */
  readonly start: Start | null;
}

/** The ready-made starts once more, for the webhooks after the first. */
export const StartLinks = ({ start }: StartLinksProps) => {
  const t = useTranslate();
  return (
    <SectionBox title={t('starts.title')} text={t('starts.text')}>
      <Flex tag="ul" gap={2} wrap="wrap">
        {START_IDS.map((id) => {
          const Icon = START_ICONS[id];
          const isChosen = id === start?.id;
          return (
            <li key={id}>
              <LinkButton
                tag={Link}
                to={`${PLUGIN_PATH}/webhooks/create?start=${id}`}
                // Back leads out of the form, not through every start that was looked at.
                replace
                variant={isChosen ? 'secondary' : 'tertiary'}
                size="S"
                startIcon={<Icon />}
                aria-current={isChosen ? 'true' : undefined}
              >
                {t(startKeys(id).title)}
              </LinkButton>
            </li>
          );
        })}
      </Flex>
    </SectionBox>
  );
};
