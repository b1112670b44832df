import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { AttemptView } from '../../../server/src/contracts/delivery';
import { useDuration } from '../i18n/use-duration';
import { useTranslate } from '../i18n/use-translate';
import { attemptHint } from '../model/attempt-hint';
import { prettyJson, writeHeaders } from '../model/pretty-json';
import { isRedirect, redirectTarget } from '../model/redirect';
import { wasSent } from '../model/was-sent';
import { CodeBlock } from './code-block';
import { ToneBadge } from './tone-badge';

/** In a wide window what came back stands beside what was sent, and is seen without scrolling. */
const SideBySide = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 36rem), 1fr));
  align-items: start;
  gap: ${({ theme }) => theme.spaces[3]};

  > * {
    min-width: 0;
  }
`;

interface AttemptResultProps {
  readonly attempt: AttemptView;
  /** What was sent, where it is not shown elsewhere; null for those who may not read it. */
  readonly body?: string | null;
  /** Where the status and the time stand above already. */
  readonly withoutSummary?: boolean;
}

const ResponsePart = ({
  response,
}: {
  readonly response: NonNullable<AttemptView['response']>;
}) => {
  const t = useTranslate();
  const { body, bodyTruncated } = response;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {body === null ? <Typography textColor="neutral600">{t('attempt.hidden')}</Typography> : null}
      {body === '' ? <Typography textColor="neutral600">{t('attempt.no-body')}</Typography> : null}
      {body === null || body === '' ? null : (
        <CodeBlock
          title={t(bodyTruncated ? 'attempt.response-body-cut' : 'attempt.response-body')}
          code={prettyJson(body)}
          copied={body}
          copyLabel={t('attempt.copy-response-body')}
        />
      )}
      <CodeBlock
        title={t('attempt.response-headers')}
        code={writeHeaders(response.headers)}
        copyLabel={t('attempt.copy-response-headers')}
        wraps
      />
    </Flex>
  );
};

/** How one HTTP try ended: its status and time, what that usually means, the request and the response. */
export const AttemptResult = ({
  attempt,
  body = null,
  withoutSummary = false,
}: AttemptResultProps) => {
  const t = useTranslate();
  const duration = useDuration();
  const { outcome, response, request, error } = attempt;
  const hint = attemptHint(attempt);
  const good = outcome === 'success';
  const elsewhere = good && isRedirect(response?.status ?? null) ? response : null;
  const isElsewhere = elsewhere !== null;
  const address = redirectTarget(attempt);
  const hintWords =
    hint === null ? null : address === null ? t(hint) : t('hint.redirect-to', { address });
  const sent = wasSent(attempt);
  const withoutResponse = sent ? 'attempt.no-response' : 'attempt.not-sent';
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {withoutSummary ? null : (
        <Flex gap={3} wrap="wrap">
          <ToneBadge tone={isElsewhere ? 'warning' : good ? 'success' : 'danger'}>
            {response === null
              ? t(good ? 'attempt.success' : withoutResponse)
              : t('attempt.status', { status: response.status })}
          </ToneBadge>
          {sent ? (
            <Typography textColor="neutral600">
              {t('attempt.in-time', { time: duration.milliseconds(attempt.durationMs) })}
            </Typography>
          ) : null}
        </Flex>
      )}
      {hintWords === null ? null : (
        <Box {...(isElsewhere ? { background: 'warning100', padding: 3, hasRadius: true } : {})}>
          <Typography
            textColor={good ? 'neutral800' : 'danger700'}
            style={{ overflowWrap: 'anywhere' }}
          >
            {hintWords}
          </Typography>
          {elsewhere === null ? null : (
            <Typography tag="p" textColor="neutral800">
              {t('hint.redirect-counts', { status: elsewhere.status })}
            </Typography>
          )}
        </Box>
      )}
      {error === null ? null : (
        <Typography variant="pi" textColor="neutral600">
          {error.message}
        </Typography>
      )}
      <SideBySide>
        {request === null ? null : (
          <Flex direction="column" alignItems="stretch" gap={3}>
            <CodeBlock
              title={t('attempt.request')}
              code={`${request.method} ${request.url}\n${writeHeaders(request.headers)}`}
              copyLabel={t('attempt.copy-request')}
              wraps
            />
            {body === null ? null : (
              <CodeBlock
                title={t('attempt.request-body')}
                code={prettyJson(body)}
                copied={body}
                copyLabel={t('attempt.copy-request-body')}
              />
            )}
          </Flex>
        )}
        {response === null ? null : <ResponsePart response={response} />}
      </SideBySide>
    </Flex>
  );
};
