import { Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { SearchInput } from '@strapi/strapi/admin';
import type { WebhookCount } from '../../../../server/src/contracts/webhook-list';
import { useTranslate } from '../../i18n/use-translate';
import { STATUSES, type Status } from './use-list-query';

interface ListToolbarProps {
  readonly search: string;
  readonly status: Status | null;
  readonly count: WebhookCount | undefined;
  readonly onStatus: (status: Status | null) => void;
}

const ALL = 'all';

/** Search, and the filter by status with how many there are of each. */
export const ListToolbar = ({ search, status, count, onStatus }: ListToolbarProps) => {
  const t = useTranslate();
  const labelOf = (one: Status) =>
    count === undefined ? t(`status.${one}`) : `${t(`status.${one}`)} (${count[one]})`;
  return (
    <Flex gap={2} wrap="wrap">
      <SearchInput
        // It reads the address only once, and a search is also cleared elsewhere.
        key={search}
        label={t('list.search')}
        placeholder={t('list.search-placeholder')}
      />
      <SingleSelect
        aria-label={t('list.filter-status')}
        size="S"
        value={status ?? ALL}
        onChange={(value) => onStatus(STATUSES.find((one) => one === value) ?? null)}
      >
        <SingleSelectOption value={ALL}>
          {count === undefined
            ? t('list.all-statuses')
            : `${t('list.all-statuses')} (${count.total})`}
        </SingleSelectOption>
        {STATUSES.map((one) => (
          <SingleSelectOption key={one} value={one}>
            {labelOf(one)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Flex>
  );
};
