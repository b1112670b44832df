import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { CopyButton } from './copy-button';

const Pre = styled.pre<{ readonly $wraps: boolean }>`
  margin: 0;
  padding: ${({ theme }) => theme.spaces[4]};
  overflow: auto;
  max-height: ${({ $wraps }) => ($wraps ? 'none' : '40rem')};
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.6;
  color: ${({ theme }) => theme.colors.neutral800};
  white-space: ${({ $wraps }) => ($wraps ? 'pre-wrap' : 'pre')};
  overflow-wrap: ${({ $wraps }) => ($wraps ? 'anywhere' : 'normal')};
`;

interface CodeBlockProps {
  readonly title: string;
  readonly code: string;
  readonly copyLabel: string;
  /** What is copied, where the code is shown in another form. */
  readonly copied?: string;
  /** Long lines go on in the next and the box is as high as it needs, so that nothing is out of sight. */
  readonly wraps?: boolean;
}

/** Code or a body, with a button that copies it. */
export const CodeBlock = ({
  title,
  code,
  copyLabel,
  copied = code,
  wraps = false,
}: CodeBlockProps) => (
  <Box background="neutral100" borderColor="neutral200" hasRadius overflow="hidden" width="100%">
    <Flex justifyContent="space-between" paddingLeft={4} paddingRight={2} paddingTop={2}>
      <Typography variant="sigma" textColor="neutral600">
        {title}
      </Typography>
      <CopyButton text={copied} label={copyLabel} />
    </Flex>
    <Pre tabIndex={0} aria-label={title} $wraps={wraps}>
      {code}
    </Pre>
  </Box>
);
