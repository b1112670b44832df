import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useNow } from '../hooks/use-now';
import { useRelativeTime } from '../i18n/use-relative-time';

const EVERY_MS = 5000;

interface TimeAgoProps {
  readonly at: string;
}

/** How long ago something was; the exact time on hover. */
export const TimeAgo = ({ at }: TimeAgoProps) => {
  const now = useNow(EVERY_MS);
  const ago = useRelativeTime();
  const { formatDate } = useIntl();
  const exact = formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <Typography tag="time" dateTime={at} title={exact} textColor="neutral600" variant="pi">
      {ago(Math.min(new Date(at).getTime(), now), now)}
    </Typography>
  );
};
