import { Button, Flex, Typography } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useMemo, useRef, useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router-dom';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { describeError } from '../../api/describe-error';
import { useTriggerWebhookMutation } from '../../api/webhook-actions';
import { useGetWebhookQuery, useUpdateWebhookMutation } from '../../api/webhooks';
import { useListWebhookHealthQuery } from '../../api/webhook-health';
import { ErrorState, FailureState } from '../../components/error-state';
import { LoadingState } from '../../components/loading-state';
import { useAllowed } from '../../hooks/use-allowed';
import { useFeedback } from '../../hooks/use-feedback';
import { usePolling } from '../../hooks/use-polling';
import { useTranslate } from '../../i18n/use-translate';
import { toFormValues, toInput, type WebhookFormValues } from '../../model/form-values';
import { hostOf } from '../../model/host';
import { isManagedInCode } from '../../model/managed';
import { PLUGIN_PATH } from '../../plugin-id';
import { ConflictNotice } from './conflict-notice';
import { DeleteButton } from './delete-button';
import { StatusCard } from './status-card';
import { TakeOver } from './take-over';
import { TestPanel } from './test-panel';
import { useFormSources } from './use-form-sources';
import { useRefusal } from './use-refusal';
import { WebhookForm, type SaveResult } from './webhook-form';

/** Its status may change while somebody looks: a receiver that breaks disables it. */
const REFRESH_MS = 10_000;

interface EditFormProps {
  readonly webhook: WebhookView;
  /** What asking for it again failed with. */
  readonly error: unknown;
  /** Gives up what is typed. */
  readonly onReload: () => void;
  readonly onDeleted: () => void;
  readonly topics: NonNullable<ReturnType<typeof useFormSources>['topics']>;
  readonly contentTypes: NonNullable<ReturnType<typeof useFormSources>['contentTypes']>;
  readonly defaults: NonNullable<ReturnType<typeof useFormSources>['defaults']>;
}

const EditForm = (props: EditFormProps) => {
  const { webhook, error, topics, contentTypes, defaults } = props;
  const t = useTranslate();
  const refusal = useRefusal();
  const { success } = useFeedback();
  const { canUpdate, canTrigger } = useAllowed();
  const [update] = useUpdateWebhookMutation();
  const [trigger, test] = useTriggerWebhookMutation();
  /** When what was tested was saved; null without a test. */
  const [tested, setTested] = useState<string | null>(null);
  const testButton = useRef<HTMLButtonElement>(null);
  const [isConflict, setIsConflict] = useState(false);
  // What is typed here must neither vanish nor pass over what somebody else saves meanwhile.
  const [opened, setOpened] = useState(webhook);
  const initialValues = useMemo(() => toFormValues(opened), [opened]);
  const isUntouched = JSON.stringify(toFormValues(webhook)) === JSON.stringify(initialValues);
  // After a save the server's older answer may still be on its way.
  const savedAt = webhook.updatedAt > opened.updatedAt ? webhook.updatedAt : opened.updatedAt;
  // A result says nothing of what is saved after it, also where nobody sees it: a hidden value, another secret.
  if (tested !== null && tested !== savedAt) setTested(null);
  const { updatedAt } = isUntouched ? webhook : opened;
  const { id } = webhook;

  const save = async (values: WebhookFormValues): Promise<SaveResult> => {
    const result = await update({ id, edit: { ...toInput(values), updatedAt } });
    if ('error' in result) {
      if (describeError(result.error).code !== 'webhook_conflict') return refusal(result.error);
      setIsConflict(true);
      return { faults: {} };
    }
    setIsConflict(false);
    setOpened(result.data);
    success(t('form.saved'));
    return { saved: toFormValues(result.data) };
  };
  const sendTest = () => {
    setTested(savedAt);
    void trigger({ id, input: { topic: 'trigger-test' } });
  };
  const closeTest = () => {
    setTested(null);
    testButton.current?.focus();
  };

  return (
    <WebhookForm
      title={webhook.name}
      subtitle={hostOf(webhook.deliveryUrl)}
      webhook={webhook}
      start={null}
      initialValues={initialValues}
      topics={topics}
      contentTypes={contentTypes}
      defaults={defaults}
      disabled={!canUpdate || isManagedInCode(webhook)}
      actions={({ modified }) => (
        <>
          <DeleteButton webhook={webhook} onDeleted={props.onDeleted} />
          {canTrigger ? (
            <Flex gap={2} wrap="wrap">
              {modified ? (
                <Typography variant="pi" textColor="neutral600">
                  {t('test.save-first')}
                </Typography>
              ) : null}
              <Button
                ref={testButton}
                variant="secondary"
                startIcon={<Play />}
                disabled={modified}
                loading={test.isLoading}
                onClick={sendTest}
              >
                {t('test.send')}
              </Button>
            </Flex>
          ) : null}
        </>
      )}
      above={
        <>
          <TakeOver opened={opened} newest={webhook} onTakeOver={setOpened} />
          {isConflict ? <ConflictNotice onReload={props.onReload} /> : null}
          {canUpdate ? null : <Typography textColor="neutral600">{t('form.read-only')}</Typography>}
          <StatusCard webhook={webhook} error={error} />
          {tested === null ? null : (
            <TestPanel
              isLoading={test.isLoading}
              result={test.data}
              error={test.error}
              onRetry={sendTest}
              onClose={closeTest}
            />
          )}
        </>
      }
      onSave={save}
    />
  );
};

/** One webhook: how it is doing, its test, and its settings. */
const WebhookEditPage = () => {
  const t = useTranslate();
  const navigate = useNavigate();
  const id = Number(useParams().id);
  const isId = Number.isSafeInteger(id) && id > 0;
  const pollingInterval = usePolling(REFRESH_MS);
  const webhook = useGetWebhookQuery(id, { pollingInterval, skip: !isId });
  const sources = useFormSources();
  const health = useListWebhookHealthQuery();
  // How it has been doing stands above the form, which would move down when that comes later.
  const isAboveKnown = health.data !== undefined || health.error !== undefined;
  const error = webhook.error ?? sources.error;
  const data = webhook.currentData;
  const isNone = !isId || describeError(webhook.error).status === 404;
  const [version, setVersion] = useState(0);
  const reload = async (): Promise<void> => {
    const { isSuccess } = await webhook.refetch();
    if (isSuccess) setVersion((before) => before + 1);
  };
  const [isDeleted, setIsDeleted] = useState(false);
  const { topics, contentTypes, defaults } = sources;
  // The form goes first: it would ask what becomes of changes to a webhook that is no more.
  if (isDeleted) return <Navigate to={`${PLUGIN_PATH}/webhooks`} replace />;
  return (
    <Page.Main>
      <Page.Title>{data?.name ?? t('nav.webhooks')}</Page.Title>
      {data !== undefined &&
      topics !== undefined &&
      contentTypes !== undefined &&
      defaults !== undefined &&
      isAboveKnown ? (
        <EditForm
          key={`${data.id} ${version}`}
          webhook={data}
          error={webhook.error}
          onReload={() => void reload()}
          onDeleted={() => setIsDeleted(true)}
          topics={topics}
          contentTypes={contentTypes}
          defaults={defaults}
        />
      ) : (
        <>
          <Layouts.Header
            title={data?.name ?? t('nav.webhooks')}
            navigationAction={<BackButton fallback={`${PLUGIN_PATH}/webhooks`} />}
          />
          <Layouts.Content>
            {isNone ? (
              <FailureState
                words={t('webhook.none')}
                actionLabel={t('deliveries.to-webhooks')}
                onAction={() => navigate(`${PLUGIN_PATH}/webhooks`)}
              />
            ) : null}
            {!isNone && error === undefined ? <LoadingState /> : null}
            {isNone || error === undefined ? null : (
              <ErrorState
                error={error}
                onRetry={() => {
                  void webhook.refetch();
                  sources.refetch();
                }}
              />
            )}
          </Layouts.Content>
        </>
      )}
    </Page.Main>
  );
};

export default WebhookEditPage;
