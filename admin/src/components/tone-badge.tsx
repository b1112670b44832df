import { Badge } from '@strapi/design-system';
import type { ReactNode } from 'react';

/**
 * Colours that can be read in both themes; the design system's own red and orange badges cannot. Grounds are all of
 * one colour in the dark, so the edges tell the tones apart.
 */
const TONES = {
  success: { variant: 'success', borderColor: 'success500' },
  primary: { variant: 'primary', borderColor: 'primary500' },
  secondary: { variant: 'secondary', borderColor: 'secondary500' },
  neutral: { variant: 'neutral', borderColor: 'neutral300' },
  warning: { backgroundColor: 'warning200', textColor: 'neutral800', borderColor: 'warning500' },
  danger: { backgroundColor: 'danger100', textColor: 'danger700', borderColor: 'danger500' },
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
