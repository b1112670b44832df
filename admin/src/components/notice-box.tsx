import { Box, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { ReactNode } from 'react';

interface NoticeBoxProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A warning that stands above what it is about. */
export const NoticeBox = ({ title, children }: NoticeBoxProps) => (
  <Box role="status" background="warning100" hasRadius padding={4} marginBottom={4}>
    <Flex gap={3} alignItems="flex-start">
      <WarningCircle fill="warning600" aria-hidden />
      <Box>
        <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
          {title}
        </Typography>
        {children}
      </Box>
    </Flex>
  </Box>
);
