import { Badge } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** Colours that can be read in both themes; the design system's own red and orange badges cannot. */
const TONES = {
  success: { variant: 'success' },
  primary: { variant: 'primary' },
  secondary: { variant: 'secondary' },
  neutral: { variant: 'neutral' },
  warning: { backgroundColor: 'warning200', textColor: 'neutral800' },
  danger: { backgroundColor: 'danger100', textColor: 'danger700' },
} as const;

/** How good or bad it is what a badge says. */
export type Tone = keyof typeof TONES;

interface ToneBadgeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
}

/** A word or two on a colour. */
export const ToneBadge = ({ tone, children }: ToneBadgeProps) => (
  <Badge {...TONES[tone]} style={{ flexShrink: 0 }}>
    {children}
  </Badge>
);
