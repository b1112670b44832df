import { Box, Divider, Flex, Link } from '@strapi/design-system';
import { RESPONSIVE_DEFAULT_SPACING, SubNav } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { useTranslate } from '../i18n/use-translate';
import type { Section } from '../pages/sections';
import { PLUGIN_PATH } from '../plugin-id';

interface SectionNavProps {
  readonly sections: readonly Section[];
}

/** The links beside the screens, as Strapi's own settings have them. */
export const SectionNav = ({ sections }: SectionNavProps) => {
  const t = useTranslate();
  return (
    <SubNav.Main aria-label={t('plugin.name')}>
      <SubNav.Header label={t('plugin.name')} />
      <Divider />
      <SubNav.Content>
        <Box padding={3}>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
            {sections.map(({ path, label }) => (
              <li key={path}>
                <SubNav.Link to={`${PLUGIN_PATH}/${path}`} label={t(label)} />
              </li>
            ))}
          </Flex>
        </Box>
      </SubNav.Content>
    </SubNav.Main>
  );
};

const CurrentLink = styled(Link)`
  padding-bottom: ${({ theme }) => theme.spaces[1]};

  &[aria-current='page'] {
    font-weight: ${({ theme }) => theme.fontWeights.bold};
    border-bottom: 2px solid ${({ theme }) => theme.colors.primary600};
  }
`;

/** The same links in one line, where the window has no room for a column. */
export const SectionLinks = ({ sections }: SectionNavProps) => {
  const t = useTranslate();
  return (
    <Box
      tag="nav"
      aria-label={t('plugin.name')}
      display={{ initial: 'block', medium: 'none' }}
      paddingLeft={RESPONSIVE_DEFAULT_SPACING}
      paddingRight={RESPONSIVE_DEFAULT_SPACING}
      paddingTop={4}
    >
      <Flex gap={4} wrap="wrap">
        {sections.map(({ path, label }) => (
          <CurrentLink key={path} tag={NavLink} to={`${PLUGIN_PATH}/${path}`}>
            {t(label)}
          </CurrentLink>
        ))}
      </Flex>
    </Box>
  );
};
