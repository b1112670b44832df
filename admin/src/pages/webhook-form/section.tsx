import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import { useTranslate } from '../../i18n/use-translate';
import type { Fault, FormFaults, FormField } from '../../model/form-faults';
import type { WebhookFormValues } from '../../model/form-values';

/** Changes one field of the form. */
export type SetField = <Name extends keyof WebhookFormValues>(
  name: Name,
  value: WebhookFormValues[Name],
) => void;

/** What every part of the form gets. */
export interface SectionProps {
  readonly values: WebhookFormValues;
  readonly faults: FormFaults;
  readonly disabled: boolean;
  readonly set: SetField;
  /** Says what is wrong with a field that somebody leaves. */
  readonly check: (field: FormField) => void;
}

/** Gives the function that puts a fault into words; false when there is none. */
export const useFaultText = (): ((fault: Fault | undefined) => string | false) => {
  const t = useTranslate();
  return (fault) => {
    if (fault === undefined) return false;
    return 'key' in fault
      ? t(fault.key, fault.values)
      : t('error.of-server', { message: fault.text });
  };
};

interface SectionBoxProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

/** In a form that is only read, the design system draws what is checked in white on pale grey. */
const LegibleChecks = styled(Box)`
  [role='checkbox'][data-disabled]:is([data-state='checked'], [data-state='indeterminate']) {
    border-color: ${({ theme }) => theme.colors.neutral600};

    svg,
    svg path {
      fill: ${({ theme }) => theme.colors.neutral800};
    }
  }
`;

/** One part of the form with its heading. */
export const SectionBox = ({ title, text, children }: SectionBoxProps) => (
  <LegibleChecks
    tag="section"
    aria-label={title}
    background="neutral0"
    hasRadius
    shadow="filterShadow"
    padding={{ initial: 4, medium: 6 }}
  >
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography variant="delta" tag="h2">
          {title}
        </Typography>
        {text === undefined ? null : <Typography textColor="neutral600">{text}</Typography>}
      </Flex>
      {children}
    </Flex>
  </LegibleChecks>
);
