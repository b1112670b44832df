import { lightTheme } from '@strapi/design-system';
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

describe('the bar of a recovery', () => {
  const { primary600, danger600 } = lightTheme.colors;

  it.each([
    [{ arrived: 0, failed: 0, onTheWay: 4 }, 0, 0],
    [{ arrived: 1, failed: 2, onTheWay: 1 }, 25, 50],
    [{ arrived: 0, failed: 4, onTheWay: 0 }, 0, 100],
    [{ arrived: 4, failed: 0, onTheWay: 0 }, 100, 0],
  ])('is filled by what arrived, and red where it failed: %j', (progress, arrived, failed) => {
    const result = { dryRun: false, matched: 4, requested: 4, limit: 1000, onTheWay: 4 };
    const recovery = { ...RUNNING, result, progress };
    show(<RecoverStatus recovery={recovery} states={['failed']} isComplete />);
    const bar = screen.getByRole('progressbar');
    expect(bar.getAttribute('aria-valuenow')).toBe(String(arrived));
    const parts = [...bar.querySelectorAll<HTMLElement>('*')].map(({ style }) => style);
    const drawn = document.createElement('i').style;
    const inDom = (color: string) => {
      drawn.background = color;
      return drawn.background;
    };
    expect(parts.map(({ width, background }) => [width, background])).toEqual([
      [`${arrived}%`, inDom(primary600)],
      [`${failed}%`, inDom(danger600)],
    ]);
  });
});
