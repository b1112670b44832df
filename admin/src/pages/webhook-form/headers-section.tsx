import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useTranslate } from '../../i18n/use-translate';
import { HeaderFields } from './header-fields';
import { SectionBox, useFaultText, type SectionProps } from './section';

interface HeadersSectionProps extends SectionProps {
  /** How many there may be. */
  readonly most: number;
}

/** Headers of one's own, each with a switch that keeps its value secret. */
export const HeadersSection = ({ values, faults, disabled, set, most }: HeadersSectionProps) => {
  const t = useTranslate();
  const faultText = useFaultText();
  const { headers } = values;
  const add = () => {
    const key = Math.max(-1, ...headers.map((row) => row.key)) + 1;
    set('headers', [...headers, { key, name: '', value: '', sensitive: false }]);
  };
  const general = faultText(faults.headers);
  return (
    <SectionBox title={t('form.headers.title')} text={t('form.headers.text')}>
      {headers.map((row) => (
        <HeaderFields
          key={row.key}
          row={row}
          fault={faultText(faults[`headers.${row.name.trim().toLowerCase()}`])}
          disabled={disabled}
          onChange={(next) =>
            set(
              'headers',
              headers.map((one) => (one.key === row.key ? next : one)),
            )
          }
          onRemove={() =>
            set(
              'headers',
              headers.filter((one) => one.key !== row.key),
            )
          }
        />
      ))}
      {general === false ? null : (
        <Typography variant="pi" textColor="danger600" role="alert" data-form-fault tabIndex={-1}>
          {general}
        </Typography>
      )}
      {disabled ? null : (
        <Flex>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            disabled={headers.length >= most}
            onClick={add}
          >
            {t('form.headers.add')}
          </Button>
        </Flex>
      )}
    </SectionBox>
  );
};
