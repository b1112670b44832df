import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { START_ICONS } from '../../components/start-icons';
import { useTranslate } from '../../i18n/use-translate';
import { START_IDS, startKeys } from '../../model/starts';
import { PLUGIN_PATH } from '../../plugin-id';

const CardLink = styled(Link)`
  display: block;
  height: 100%;
  text-decoration: none;
  padding: ${({ theme }) => theme.spaces[5]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  &:hover,
  &:focus-visible {
    border-color: ${({ theme }) => theme.colors.primary600};
    background: ${({ theme }) => theme.colors.primary100};
  }
`;

/** Ready-made starts, one click from a filled form. */
export const StartGallery = () => {
  const t = useTranslate();
  return (
    <Grid.Root gap={4} tag="ul">
      {START_IDS.map((id) => {
        const Icon = START_ICONS[id];
        const { title, text } = startKeys(id);
        return (
          <Grid.Item key={id} tag="li" col={4} s={6} xs={12} alignItems="stretch">
            <Box width="100%">
              <CardLink to={`${PLUGIN_PATH}/webhooks/create?start=${id}`}>
                <Flex direction="column" alignItems="flex-start" gap={2}>
                  <Icon aria-hidden width="2.4rem" height="2.4rem" fill="primary600" />
                  <Typography variant="delta" tag="h3" textColor="neutral800">
                    {t(title)}
                  </Typography>
                  <Typography textColor="neutral600">{t(text)}</Typography>
                </Flex>
              </CardLink>
            </Box>
          </Grid.Item>
        );
      })}
    </Grid.Root>
  );
};
