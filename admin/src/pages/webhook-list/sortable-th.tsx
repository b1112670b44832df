import { Flex, IconButton, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import { HeadCell } from '../../components/table-cells';
import { useTranslate } from '../../i18n/use-translate';
import type { Sort, SortField } from './use-list-query';

interface SortableThProps {
  readonly field: SortField;
  readonly label: string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** A column's head that sorts the list. */
export const SortableTh = ({ field, label, sort, onSort }: SortableThProps) => {
  const t = useTranslate();
  const active = sort.field === field;
  const order = active && sort.order === 'asc' ? 'desc' : 'asc';
  const ariaSort = active ? (sort.order === 'asc' ? 'ascending' : 'descending') : 'none';
  return (
    <HeadCell aria-sort={ariaSort}>
      <Flex>
        <Typography variant="sigma" textColor="neutral600">
          {label}
        </Typography>
        <IconButton
          label={t('list.sort-by', { column: label })}
          variant="ghost"
          size="XS"
          onClick={() => onSort({ field, order })}
        >
          {active && sort.order === 'desc' ? (
            <CaretDown />
          ) : (
            <CaretUp style={{ opacity: active ? 1 : 0.3 }} />
          )}
        </IconButton>
      </Flex>
    </HeadCell>
  );
};
