import type { ReactNode } from 'react';
import { styled } from 'styled-components';

const Stack = styled.div`
  display: grid;
  align-items: start;
  min-width: 0;

  > * {
    grid-area: 1 / 1;
    min-width: 0;
  }
`;

interface SwappedBarProps {
  /** What stands here otherwise. */
  readonly usual: ReactNode;
  /** What stands in its place now; null for nothing. */
  readonly instead: ReactNode;
}

/**
 * A bar with another in its place at times. What is hidden keeps its room: the rows below stay where they are, and
 * the next checkbox under the pointer.
 */
export const SwappedBar = ({ usual, instead }: SwappedBarProps) => (
  <Stack>
    <div
      aria-hidden={instead === null ? undefined : true}
      style={{ visibility: instead === null ? 'visible' : 'hidden' }}
    >
      {usual}
    </div>
    {instead === null ? null : <div>{instead}</div>}
  </Stack>
);
