import { ProgressBar } from '@strapi/design-system';

interface ProgressProps {
  /** How far it is, in words. */
  readonly label: string;
  /** The same in percent. */
  readonly percent: number;
}

/** A bar that fills its line, and tells screen readers how far it is: the design system's shows it alone. */
export const Progress = ({ label, percent }: ProgressProps) => (
  <ProgressBar
    style={{ width: '100%' }}
    aria-label={label}
    aria-valuenow={Math.round(percent)}
    value={percent}
  />
);
