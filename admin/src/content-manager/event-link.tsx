import { Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

/** The design system's link grows with its text, and would lie over what stands beside it. */
const Place = styled.span`
  display: block;
  max-width: 100%;

  > a {
    max-width: 100%;
  }

  > a > span {
    min-width: 0;
  }
`;

/** The event goes to a line of its own where both have no room in one. */
const Parts = styled.span`
  display: flex;
  flex-wrap: wrap;
  column-gap: 0.25em;
`;

const Name = styled.span`
  max-width: 100%;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

const Event = styled.span`
  min-width: 0;
  overflow-wrap: anywhere;
`;

interface EventLinkProps {
  readonly to: string;
  /** The webhook's: as long as people made it. */
  readonly name: string;
  readonly event: string;
}

/** A link to a delivery. Only the webhook's name may be cut: it is the event that tells two rows apart. */
export const EventLink = ({ to, name, event }: EventLinkProps) => (
  <Place>
    <Link tag={NavLink} to={to} title={`${name} · ${event}`}>
      <Parts>
        <Name>{`${name} · `}</Name>
        <Event>{event}</Event>
      </Parts>
    </Link>
  </Place>
);
