import { Link } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

/** The design system's link grows with its text, and would lie over what stands beside it. */
const Cut = styled.span`
  display: block;
  min-width: 0;
  max-width: 100%;

  > a {
    max-width: 100%;
  }

  > a > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

interface NameLinkProps {
  readonly to: string;
  /** As long as people made it: up to 255 characters. */
  readonly name: string;
  readonly onClick?: (event: MouseEvent) => void;
}

/** A link with a name that people chose, in one line: cut where it has no room, and in full under the pointer. */
export const NameLink = ({ to, name, onClick }: NameLinkProps) => (
  <Cut>
    <Link tag={NavLink} to={to} title={name} onClick={onClick}>
      {name}
    </Link>
  </Cut>
);
