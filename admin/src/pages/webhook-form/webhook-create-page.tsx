import { Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useCreateWebhookMutation } from '../../api/webhooks';
import { ErrorState } from '../../components/error-state';
import { LoadingState } from '../../components/loading-state';
import { useShowSecret } from '../../components/secret-provider';
import { useTranslate } from '../../i18n/use-translate';
import { EMPTY_FORM, toInput, type WebhookFormValues } from '../../model/form-values';
import { findStart, startKeys } from '../../model/starts';
import { PERMISSIONS } from '../../permissions';
import { PLUGIN_PATH } from '../../plugin-id';
import { useFormSources } from './use-form-sources';
import { useRefusal } from './use-refusal';
import { WebhookForm, type SaveResult } from './webhook-form';

const CreateForm = () => {
  const t = useTranslate();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const showSecret = useShowSecret();
  const sources = useFormSources();
  const { formatDate } = useIntl();
  const [params] = useSearchParams();
  const [create] = useCreateWebhookMutation();
  const [start, setStart] = useState(() => findStart(params.get('start')));

  const save = async (values: WebhookFormValues): Promise<SaveResult> => {
    const input = toInput(values);
    // The server names it too, in English alone.
    const name = t('create.name', {
      time: formatDate(Date.now(), { dateStyle: 'medium', timeStyle: 'short' }),
    });
    const result = await create({ name, ...input });
    if ('error' in result) return refusal(result.error);
    const { id, secret, standardSecret } = result.data;
    showSecret({ reason: 'created', webhookId: id, secret, standardSecret, previous: [] });
    navigate(`${PLUGIN_PATH}/webhooks/${id}`, { replace: true });
    return { saved: values };
  };

  const { topics, contentTypes, defaults } = sources;
  if (topics === undefined || contentTypes === undefined || defaults === undefined) {
    return (
      <>
        <Layouts.Header title={t('create.title')} />
        <Layouts.Content>
          {sources.error === undefined ? (
            <LoadingState />
          ) : (
            <ErrorState error={sources.error} onRetry={sources.refetch} />
          )}
        </Layouts.Content>
      </>
    );
  }
  return (
    <WebhookForm
      title={t('create.title')}
      subtitle={t(start === null ? 'create.subtitle' : startKeys(start.id).text)}
      webhook={null}
      start={start}
      initialValues={start?.values ?? EMPTY_FORM}
      topics={topics}
      contentTypes={contentTypes}
      defaults={defaults}
      disabled={false}
      onStart={setStart}
      actions={() => (
        <Typography variant="pi" textColor="neutral600">
          {t('create.ping')}
        </Typography>
      )}
      onSave={save}
    />
  );
};

/** A new webhook, empty or from a ready-made start. */
const WebhookCreatePage = () => {
  const t = useTranslate();
  return (
    <Page.Protect permissions={PERMISSIONS.create}>
      <Page.Main>
        <Page.Title>{t('create.title')}</Page.Title>
        <CreateForm />
      </Page.Main>
    </Page.Protect>
  );
};

export default WebhookCreatePage;
