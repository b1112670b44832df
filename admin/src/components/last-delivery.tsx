import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { PING_TOPIC, TEST_TOPIC, type OWN_TOPICS } from '../../../server/src/domain/rules/topic';
import type { WebhookHealth } from '../api/webhook-health';
import { useNow } from '../hooks/use-now';
import { useDuration } from '../i18n/use-duration';
import { useRelativeTime } from '../i18n/use-relative-time';
import { useTranslate, type MessageKey } from '../i18n/use-translate';
import { hasArrivedBefore } from '../model/arrived-before';
import { isCountedRedirect } from '../model/redirect';
import { RedirectBadge } from './redirect-badge';

const EVERY_MS = 10_000;

type OwnTopic = (typeof OWN_TOPICS)[number];

/** Nothing happened in Strapi: who reads of their result would look for an event that there was not. */
const OWN_WORDS: Record<OwnTopic, MessageKey> = {
  [PING_TOPIC]: 'last.ping',
  [TEST_TOPIC]: 'last.test',
};

const isOwnTopic = (topic: string): topic is OwnTopic => Object.hasOwn(OWN_WORDS, topic);

type Delivery = NonNullable<WebhookHealth['lastDelivery']>;

/** What became of it, in a few words. */
const useOutcomeWords = () => {
  const t = useTranslate();
  const duration = useDuration();
  return ({ state, statusCode, durationMs }: Delivery): string => {
    if (durationMs === null) return t(`delivery.state.${state}`);
    const time = duration.milliseconds(durationMs);
    // Nobody knows here whether it was sent at all, so nothing is said of a response.
    return statusCode === null
      ? t('last.failed', { time })
      : t('last.response', { status: statusCode, time });
  };
};

interface LastDeliveryProps {
  readonly delivery: WebhookHealth['lastDelivery'];
}

/** The newest delivery and how it ended: "2 min. ago", "200 in 85 ms". */
export const LastDelivery = ({ delivery }: LastDeliveryProps) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const now = useNow(EVERY_MS);
  const ago = useRelativeTime();
  const outcome = useOutcomeWords();
  if (delivery === null) {
    return <Typography textColor="neutral600">{t('last.never')}</Typography>;
  }
  const { topic, state, statusCode, error, durationMs } = delivery;
  const at = delivery.attemptedAt ?? delivery.at;
  const isUntried = durationMs === null && (state === 'pending' || state === 'held');
  // Whether it is on the wire just now, nobody knows here.
  const untried = t(state === 'held' ? 'delivery.not-attempted' : 'last.no-answer');
  const result = isUntried ? untried : outcome(delivery);
  const words = isOwnTopic(topic) ? t(OWN_WORDS[topic], { result }) : result;
  const bad = !isUntried && state !== 'succeeded' && error !== null;
  return (
    <Flex direction="column" alignItems="flex-start">
      <Typography
        textColor="neutral800"
        title={formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' })}
      >
        {ago(at, Math.max(now, new Date(at).getTime()))}
      </Typography>
      <Typography
        variant="pi"
        textColor={bad ? 'danger600' : 'neutral600'}
        title={error ?? undefined}
      >
        {words}
      </Typography>
      {hasArrivedBefore({ state, lastError: error }) ? (
        <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
          {t('delivery.arrived-before')}
        </Typography>
      ) : null}
      {statusCode !== null && isCountedRedirect(delivery) ? (
        <RedirectBadge status={statusCode} />
      ) : null}
    </Flex>
  );
};
