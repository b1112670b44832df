import { Box } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface FilterBoxProps {
  readonly width?: string;
  readonly children: ReactNode;
}

/** The place of one filter: as wide as its words, and two to a line where the window is narrow. */
export const FilterBox = ({ width = '18rem', children }: FilterBoxProps) => (
  <Box width={{ initial: 'calc(50% - 0.4rem)', medium: width }}>{children}</Box>
);
