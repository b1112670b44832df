import { Box, Flex, IconButton, Loader, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useEffect, useRef } from 'react';
import { styled } from 'styled-components';
import type { TriggerView } from '../../../../server/src/contracts/webhook-actions';
import { AttemptResult } from '../../components/attempt-result';
import { bringIntoView } from '../../components/bring-into-view';
import { ErrorState } from '../../components/error-state';
import { useTranslate } from '../../i18n/use-translate';

/** The head of the page stays on top of what is scrolled. */
const BelowHead = styled(Box)`
  scroll-margin-top: 12rem;
`;

interface TestPanelProps {
  readonly isLoading: boolean;
  readonly result: TriggerView | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** What came of a test, in place; it comes into sight and has the focus, since the button may be far below. */
export const TestPanel = ({ isLoading, result, error, onRetry, onClose }: TestPanelProps) => {
  const t = useTranslate();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    // Whoever went on to something else while the answer was awaited stays there.
    const isFree = focused === document.body || box.current?.contains(focused) === true;
    if (isLoading || isFree) bringIntoView(box.current);
  }, [isLoading]);
  return (
    <BelowHead
      ref={box}
      tag="section"
      tabIndex={-1}
      aria-label={t('test.title')}
      aria-live="polite"
      aria-busy={isLoading}
      background="neutral0"
      hasRadius
      shadow="filterShadow"
      padding={{ initial: 4, medium: 6 }}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between">
          <Typography variant="delta" tag="h2">
            {t('test.title')}
          </Typography>
          <IconButton variant="ghost" label={t('common.close')} onClick={onClose}>
            <Cross />
          </IconButton>
        </Flex>
        {isLoading ? (
          <Flex gap={3}>
            <Loader small>{t('test.sending')}</Loader>
            <Typography textColor="neutral600">{t('test.sending')}</Typography>
          </Flex>
        ) : null}
        {!isLoading && error !== undefined ? <ErrorState error={error} onRetry={onRetry} /> : null}
        {!isLoading && result?.topic === 'trigger-test' ? (
          <AttemptResult attempt={result.attempt} body={result.body} />
        ) : null}
      </Flex>
    </BelowHead>
  );
};
