import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { AttemptView } from '../../../../server/src/contracts/delivery';
import { useTranslate } from '../../i18n/use-translate';
import { AttemptItem } from './attempt-item';

const Timeline = styled(Flex)`
  border-left: 2px solid ${({ theme }) => theme.colors.neutral200};
  margin-left: ${({ theme }) => theme.spaces[2]};
  padding-left: ${({ theme }) => theme.spaces[4]};
`;

interface AttemptTimelineProps {
  /** Oldest first. */
  readonly attempts: readonly AttemptView[];
}

/** The attempts of a delivery, the newest on top and open. */
export const AttemptTimeline = ({ attempts }: AttemptTimelineProps) => {
  const t = useTranslate();
  if (attempts.length === 0) {
    return <Typography textColor="neutral600">{t('delivery.not-attempted')}</Typography>;
  }
  const newest = attempts.at(-1)?.number;
  return (
    <Timeline tag="ol" direction="column" alignItems="stretch" gap={3}>
      {attempts.toReversed().map((attempt) => (
        <AttemptItem
          key={attempt.number}
          attempt={attempt}
          startsOpen={attempt.number === newest}
        />
      ))}
    </Timeline>
  );
};
