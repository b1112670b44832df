import { Flex } from '@strapi/design-system';
import { useTheme } from 'styled-components';

interface ProgressProps {
  /** How far it is, in words. */
  readonly label: string;
  /** The same in percent. */
  readonly percent: number;
  /** How much is behind it and did not go well, in percent. */
  readonly failedPercent?: number;
}

/** A bar that fills its line. The design system's is dark where nothing is done: it looks full when it is empty. */
export const Progress = ({ label, percent, failedPercent = 0 }: ProgressProps) => {
  const { colors } = useTheme();
  return (
    <Flex
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      width="100%"
      height="0.8rem"
      background="neutral200"
      hasRadius
      overflow="hidden"
    >
      <div style={{ width: `${percent}%`, height: '100%', background: colors.primary600 }} />
      <div style={{ width: `${failedPercent}%`, height: '100%', background: colors.danger600 }} />
    </Flex>
  );
};
