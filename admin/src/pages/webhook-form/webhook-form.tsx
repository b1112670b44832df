import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { BackButton, Blocker, Form, Layouts } from '@strapi/strapi/admin';
import { Suspense, useRef, useState, type ReactNode } from 'react';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { DefaultsView } from '../../../../server/src/contracts/defaults';
import type { TopicView } from '../../../../server/src/contracts/topic';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { lazyPart } from '../../components/lazy-part';
import { LoadingState } from '../../components/loading-state';
import { useTranslate } from '../../i18n/use-translate';
import {
  findFaults,
  withoutFaultsOf,
  type FormFaults,
  type FormField,
} from '../../model/form-faults';
import { shownFormat, type WebhookFormValues } from '../../model/form-values';
import { limitsOf } from '../../model/number-limits';
import type { Start } from '../../model/starts';
import { PLUGIN_PATH } from '../../plugin-id';
import { BasicsSection } from './basics-section';
import { DeliverySection } from './delivery-section';
import { EventsSection } from './events-section';
import { HeadersSection } from './headers-section';
import { SigningSection } from './signing-section';
import { StartButtons } from './start-buttons';
import { focusFirstFault } from './focus-first-fault';
import type { SetField } from './section';

const ReceiverCode = lazyPart(() => import('./receiver-code'));

/** What a save came to: the values as they are now, or what is wrong with them. */
export type SaveResult = { readonly saved: WebhookFormValues } | { readonly faults: FormFaults };

interface WebhookFormProps {
  readonly title: string;
  readonly subtitle?: string;
  /** Null for a new one. */
  readonly webhook: WebhookView | null;
  readonly start: Start | null;
  /** Offers the ready-made starts. */
  readonly onStart?: (start: Start) => void;
  readonly initialValues: WebhookFormValues;
  readonly topics: readonly TopicView[];
  readonly contentTypes: readonly ContentTypeView[];
  readonly defaults: DefaultsView;
  readonly disabled: boolean;
  /** Buttons beside the one that saves. */
  readonly actions?: (state: { readonly modified: boolean }) => ReactNode;
  /** What stands above the form. */
  readonly above?: ReactNode;
  readonly onSave: (values: WebhookFormValues) => Promise<SaveResult>;
}

/** A webhook's settings, for a new one and for one that exists. */
export const WebhookForm = (props: WebhookFormProps) => {
  const t = useTranslate();
  const { webhook, disabled, topics, contentTypes, defaults, onStart } = props;
  const [faults, setFaults] = useState<FormFaults>({});
  const limits = limitsOf(defaults);
  const savedUrl = webhook?.deliveryUrl ?? null;
  const codeLanguage = props.start?.id === 'nextjs' ? 'nextjs' : 'node';
  const content = useRef<HTMLDivElement>(null);

  const fail = (found: FormFaults) => {
    setFaults(found);
    focusFirstFault(content.current);
  };
  const save = async (
    values: WebhookFormValues,
    resetForm: (values: WebhookFormValues) => void,
  ): Promise<void> => {
    const found = findFaults(values, limits, savedUrl);
    if (Object.keys(found).length > 0) {
      fail(found);
      return;
    }
    const result = await props.onSave(values);
    if ('faults' in result) {
      fail(result.faults);
    } else {
      setFaults({});
      resetForm(result.saved);
    }
  };

  return (
    <Form<WebhookFormValues>
      method={webhook === null ? 'POST' : 'PUT'}
      initialValues={props.initialValues}
      disabled={disabled}
      onSubmit={(values, { resetForm }) => save(values, resetForm)}
    >
      {({ values, modified, isSubmitting, onChange }) => {
        const set: SetField = (name, value) => {
          onChange(name, value);
          setFaults((before) => withoutFaultsOf(before, name));
        };
        const check = (field: FormField) => {
          const found = findFaults(values, limits, savedUrl)[field];
          if (found !== undefined) setFaults((before) => ({ ...before, [field]: found }));
        };
        const section = { values, faults, disabled, set, check };
        return (
          <>
            <Blocker />
            <Layouts.Header
              title={props.title}
              {...(props.subtitle === undefined ? {} : { subtitle: props.subtitle })}
              navigationAction={<BackButton fallback={`${PLUGIN_PATH}/webhooks`} />}
              primaryAction={
                <Flex gap={2} wrap="wrap">
                  {props.actions?.({ modified })}
                  {disabled ? null : (
                    <Button
                      type="submit"
                      startIcon={<Check />}
                      loading={isSubmitting}
                      disabled={webhook !== null && !modified}
                    >
                      {t(webhook === null ? 'form.create' : 'form.save')}
                    </Button>
                  )}
                </Flex>
              }
            />
            <Layouts.Content>
              <Flex ref={content} direction="column" alignItems="stretch" gap={5}>
                {props.above}
                {onStart === undefined ? null : (
                  <StartButtons
                    start={props.start}
                    values={values}
                    onChoose={(start) => {
                      setFaults((before) => withoutFaultsOf(before, 'topics'));
                      onStart(start);
                    }}
                  />
                )}
                <BasicsSection {...section} start={props.start} />
                <EventsSection {...section} topics={topics} contentTypes={contentTypes} />
                <HeadersSection {...section} most={defaults.limits.headers} />
                <SigningSection {...section} webhook={webhook} defaults={defaults} />
                <DeliverySection {...section} defaults={defaults} />
                <Suspense fallback={<LoadingState minHeight="40rem" />}>
                  <ReceiverCode
                    key={codeLanguage}
                    format={shownFormat(values.signing, defaults)}
                    initialLanguage={codeLanguage}
                    webhook={webhook}
                  />
                </Suspense>
              </Flex>
            </Layouts.Content>
          </>
        );
      }}
    </Form>
  );
};
