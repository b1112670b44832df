import { Button, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useCallback } from 'react';
import { DELIVERY_LIMITS } from '../../../../server/src/domain/rules/delivery-limits';
import { OWN_TOPICS } from '../../../../server/src/domain/rules/topic';
import { useListContentTypesQuery, useListTopicsQuery } from '../../api/catalogue';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import { areCodes, isFiltered, STATES, type DeliveryFilterValues } from './delivery-filter-values';
import { FilterBox } from './filter-box';
import { FilterChoice } from './filter-choice';
import { FilterText } from './filter-text';
import { FilterTime } from './filter-time';
import type { FilterChange } from './use-delivery-query';
import type { NamedWebhook, WebhookNames } from '../../hooks/use-webhook-names';

const ALL = 0;

interface DeliveryFiltersProps {
  readonly values: DeliveryFilterValues;
  readonly onChange: (changes: FilterChange) => void;
  /** Null where the list is about one webhook. */
  readonly webhooks: WebhookNames | null;
  /** The webhook that the values name, and those whose deliveries are in sight. */
  readonly met: readonly NamedWebhook[];
  readonly onClear: () => void;
}

/** Everything that narrows the list down. */
export const DeliveryFilters = (props: DeliveryFiltersProps) => {
  const { values, onChange, webhooks, met, onClear } = props;
  const t = useTranslate();
  const { topicWord } = useTopicWords();
  const topics = useListTopicsQuery({});
  const contentTypes = useListContentTypesQuery();
  // Nobody can choose the plugin's own for a webhook, and yet they fill the log.
  const known = [...(topics.data ?? []).map(({ name }) => name), ...OWN_TOPICS];
  const topicNames = [...known, ...values.topics.filter((name) => !known.includes(name))];
  const clearLabel = t('deliveries.clear');
  const setText = useCallback((_q: string) => onChange({ _q }), [onChange]);
  const setEntry = useCallback((entry: string) => onChange({ entry }), [onChange]);
  const setCode = useCallback((code: string) => onChange({ code }), [onChange]);
  return (
    <Flex
      gap={2}
      wrap="wrap"
      // A fault below one filter leaves the others where they are.
      alignItems="flex-start"
      role="search"
      aria-label={t('deliveries.filters')}
    >
      <FilterText
        label={t('deliveries.filter-text')}
        value={values.text}
        onChange={setText}
        width="24rem"
      />
      <FilterChoice
        label={t('deliveries.filter-state')}
        clearLabel={clearLabel}
        options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        value={values.states}
        onChange={(state) => onChange({ state })}
      />
      {webhooks === null ? null : (
        <FilterBox>
          <SingleSelect
            aria-label={t('deliveries.filter-webhook')}
            size="S"
            value={values.webhookId ?? ALL}
            onChange={(id) => onChange({ webhook: Number(id) === ALL ? null : String(id) })}
          >
            <SingleSelectOption value={ALL}>{t('deliveries.all-webhooks')}</SingleSelectOption>
            {webhooks.choicesWith(met).map(({ id, name }) => (
              <SingleSelectOption key={id} value={id}>
                {name}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </FilterBox>
      )}
      <FilterChoice
        label={t('deliveries.filter-topic')}
        clearLabel={clearLabel}
        options={topicNames.map((name) => ({
          value: name,
          label: topicWord(name),
          ...(topicWord(name) === name ? {} : { detail: name }),
        }))}
        value={values.topics}
        onChange={(topic) => onChange({ topic })}
      />
      <FilterChoice
        label={t('deliveries.filter-content-type')}
        clearLabel={clearLabel}
        options={(contentTypes.data ?? []).map((one) => ({
          value: one.uid,
          label: one.displayName,
        }))}
        value={values.uids}
        onChange={(uid) => onChange({ uid })}
      />
      <FilterText
        label={t('deliveries.filter-entry')}
        value={values.documentId}
        onChange={setEntry}
        width="28rem"
      />
      <FilterText
        label={t('deliveries.filter-code')}
        value={values.codes.join(', ')}
        onChange={setCode}
        faultOf={(text) =>
          areCodes(text) ? null : t('deliveries.filter-code-fault', DELIVERY_LIMITS.statusCode)
        }
        width="18rem"
      />
      <FilterTime values={values} onChange={onChange} />
      {isFiltered(webhooks === null ? { ...values, webhookId: null } : values) ? (
        <Button variant="ghost" startIcon={<Cross />} onClick={onClear}>
          {t('deliveries.clear-filters')}
        </Button>
      ) : null}
    </Flex>
  );
};
