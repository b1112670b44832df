import { Box, VisuallyHidden } from '@strapi/design-system';
import { Webhooks } from '@strapi/icons';
import type { ComponentProps } from 'react';
import { createPortal } from 'react-dom';
import { styled } from 'styled-components';
import { useCountWebhooksQuery } from '../api/webhooks';
import { usePolling } from '../hooks/use-polling';
import { useTranslate } from '../i18n/use-translate';

const REFRESH_MS = 60_000;
const MOST = 9;

/** The number is drawn and not written: Strapi gives the link around it a name, which text in it would contradict. */
const Count = styled.span`
  position: absolute;
  top: -0.8rem;
  right: -0.8rem;
  min-width: 1.6rem;
  height: 1.6rem;
  border-radius: 1rem;
  background: ${({ theme }) => theme.colors.danger600};

  &::after {
    content: attr(data-count);
    display: block;
    text-align: center;
    font-size: 1rem;
    font-weight: bold;
    line-height: 1.6rem;
    color: ${({ theme }) => theme.colors.neutral0};
  }
`;

/**
 * The plugin's icon in Strapi's menu, with the number of disabled webhooks on it. Strapi reads a menu
 * link once, so a number given with the link would never change.
 */
export const MenuIcon = (props: ComponentProps<typeof Webhooks>) => {
  const t = useTranslate();
  const pollingInterval = usePolling(REFRESH_MS);
  const { disabled } = useCountWebhooksQuery(undefined, {
    pollingInterval,
    selectFromResult: ({ data }) => ({ disabled: data?.disabled ?? 0 }),
  });
  return (
    <Box position="relative" display="inline-flex">
      <Webhooks {...props} />
      {disabled === 0 ? null : (
        <Count aria-hidden data-count={disabled > MOST ? `${MOST}+` : disabled} />
      )}
      {createPortal(
        <VisuallyHidden role="status">
          {disabled === 0 ? '' : t('menu.disabled', { count: disabled })}
        </VisuallyHidden>,
        document.body,
      )}
    </Box>
  );
};
