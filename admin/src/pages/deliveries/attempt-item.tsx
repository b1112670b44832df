import { Box, Flex, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronRight } from '@strapi/icons';
import { useId, useState } from 'react';
import { styled } from 'styled-components';
import type { AttemptView } from '../../../../server/src/contracts/delivery';
import { AttemptResult } from '../../components/attempt-result';
import { isRedirect } from '../../model/redirect';
import { wasSent } from '../../model/was-sent';
import { useDuration } from '../../i18n/use-duration';
import { useTranslate } from '../../i18n/use-translate';
import { TimeAgo } from '../../components/time-ago';
import { ToneBadge } from '../../components/tone-badge';

const TONES = { success: 'success', failure: 'danger', interrupted: 'warning' } as const;

const Toggle = styled.button`
  width: 100%;
  padding: ${({ theme }) => theme.spaces[3]};
  background: none;
  border: none;
  text-align: left;
  cursor: pointer;
  color: ${({ theme }) => theme.colors.neutral600};
`;

interface AttemptItemProps {
  readonly attempt: AttemptView;
  readonly startsOpen: boolean;
}

/** One attempt of the timeline: in a line, and opened with its request and response. */
export const AttemptItem = ({ attempt, startsOpen }: AttemptItemProps) => {
  const t = useTranslate();
  const duration = useDuration();
  const [isOpen, setIsOpen] = useState(startsOpen);
  const id = useId();
  const { number, outcome, trigger, response, late } = attempt;
  const sent = wasSent(attempt);
  const isElsewhere = outcome === 'success' && isRedirect(response?.status ?? null);
  const end = sent ? t(`outcome.${outcome}`) : t('attempt.not-sent');
  return (
    <Box tag="li" background="neutral0" hasRadius borderColor="neutral200">
      <Toggle
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Flex gap={3} wrap="wrap">
          {isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          <Typography fontWeight="semiBold" textColor="neutral800">
            {t('delivery.attempt-number', { number })}
          </Typography>
          <ToneBadge tone={isElsewhere ? 'warning' : TONES[outcome]}>
            {response === null ? end : response.status}
          </ToneBadge>
          {sent ? (
            <Typography variant="pi" textColor="neutral600">
              {t('delivery.took', { time: duration.milliseconds(attempt.durationMs) })}
            </Typography>
          ) : null}
          <TimeAgo at={attempt.startedAt} />
          {trigger === 'manual' ? (
            <ToneBadge tone="neutral">{t('delivery.by-a-person')}</ToneBadge>
          ) : null}
          {late ? <ToneBadge tone="warning">{t('delivery.late')}</ToneBadge> : null}
        </Flex>
      </Toggle>
      {isOpen ? (
        <Box id={id} padding={3} paddingTop={0}>
          <AttemptResult attempt={attempt} withoutSummary />
        </Box>
      ) : null}
    </Box>
  );
};
