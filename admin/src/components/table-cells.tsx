import { Table } from '@strapi/design-system';
import type { ComponentProps } from 'react';
import { styled } from 'styled-components';

const ignore = () => undefined;

/**
 * The design system's table without its grid of cells: there only one cell can be reached with Tab, and with
 * checkboxes in it the arrow keys lead nowhere. Here Tab reaches every control, as in any other table.
 */
export const PlainTable = (props: ComponentProps<typeof Table>) => (
  <Table {...props} role="table" onKeyDown={ignore} />
);

/** A row hands its cells their place in the grid, which is no attribute of HTML. */
const WITHOUT_PLACE = { shouldForwardProp: (name: string) => name !== 'coords' };

/** A cell of that table. */
export const Cell = styled.td.withConfig(WITHOUT_PLACE)`
  color: ${({ theme }) => theme.colors.neutral800};
  text-align: left;
  vertical-align: middle;
`;

/** A cell that stays in sight when the others are scrolled sideways: it says whose row this is. */
export const StickyCell = styled(Cell)`
  position: sticky;
  left: 0;
  z-index: 1;
  background: ${({ theme }) => theme.colors.neutral0};
`;

/** The head of a column of that table. */
export const HeadCell = styled.th.withConfig(WITHOUT_PLACE).attrs({ scope: 'col' })`
  color: ${({ theme }) => theme.colors.neutral600};
  text-align: left;
  vertical-align: middle;
`;
