import { styled } from 'styled-components';

/** The lines and spaces of the matrix. */
export const MatrixTable = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[1]}`};
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
    text-align: start;
    vertical-align: middle;
  }

  thead th {
    vertical-align: top;
    min-width: 9.6rem;
  }

  /* The boxes of one row stand side by side, however long their words are. */
  thead th > div {
    align-items: flex-start;
  }

  thead p {
    margin-top: ${({ theme }) => theme.spaces[1]};
  }

  td {
    color: ${({ theme }) => theme.colors.neutral500};
    padding-inline-start: ${({ theme }) => theme.spaces[2]};
  }

  /* Whose row this is stays in sight when the events are scrolled sideways; a row of one cell has nothing to scroll. */
  tr > :first-child:not(:only-child) {
    position: sticky;
    left: 0;
    z-index: 1;
    background: ${({ theme }) => theme.colors.neutral0};
  }

  tr > :only-child > * {
    position: sticky;
    left: ${({ theme }) => theme.spaces[1]};
    width: fit-content;
    /* In a narrow window it breaks its lines, in place of scrolling away at the far end. */
    max-width: calc(100vw - 10rem);
  }

  tbody tr:hover,
  tbody tr:hover > :first-child {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;
