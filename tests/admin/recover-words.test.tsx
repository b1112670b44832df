import { screen } from '@testing-library/react';
import { RecoverStatus } from '../../admin/src/pages/deliveries/recover-status';
import type { Recovery } from '../../admin/src/pages/deliveries/use-recovery';
import { show } from './helpers/show';

const RUNNING: Recovery = {
  count: null,
  result: { dryRun: false, matched: 3, requested: 3, limit: 1000, onTheWay: 3 },
  progress: null,
  error: undefined,
  lookError: undefined,
  isStarting: false,
  start: () => Promise.resolve(),
};
const OVER: Recovery = { ...RUNNING, progress: { arrived: 0, failed: 3, onTheWay: 0 } };

describe('what fails again in a recovery', () => {
  it.each([
    [['failed'] as const, 'failed'],
    [['held'] as const, 'held'],
    [['failed', 'held'] as const, 'failed or held'],
    [['failed', 'held', 'discarded'] as const, 'failed, held, or discarded'],
  ])('of %j is said to stay %s', (states, words) => {
    const { unmount } = show(<RecoverStatus recovery={RUNNING} states={states} isComplete />);
    const running = `You can close this; the rest goes on. What does not arrive stays in the list as ${words}.`;
    expect(screen.getByText(running)).toBeTruthy();
    unmount();
    show(<RecoverStatus recovery={OVER} states={states} isComplete />);
    expect(screen.getByText(`None arrived, 3 did not arrive and stay ${words}.`)).toBeTruthy();
  });
});
