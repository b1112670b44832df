import { fireEvent, screen } from '@testing-library/react';
import { ChartCard } from '../../admin/src/components/charts/chart-card';
import { Lines } from '../../admin/src/components/charts/lines';
import type { ChartData } from '../../admin/src/components/charts/series';
import { StackedBars } from '../../admin/src/components/charts/stacked-bars';
import { Charts } from '../../admin/src/pages/overview/charts';
import { stats } from './helpers/samples';
import { show } from './helpers/show';
import { at } from './helpers/use';

const WIDTH = 456;

/** A window in which everything is as wide as a chart with 100 pixels for each of its buckets. */
class Measured implements ResizeObserver {
  constructor(private readonly tell: ResizeObserverCallback) {}
  observe(target: Element): void {
    const contentRect = new DOMRectReadOnly(0, 0, WIDTH, 240);
    this.tell(
      [
        {
          target,
          contentRect,
          borderBoxSize: [],
          contentBoxSize: [],
          devicePixelContentBoxSize: [],
        },
      ],
      this,
    );
  }
  unobserve(): void {}
  disconnect(): void {}
}

const before = globalThis.ResizeObserver;
beforeAll(() => void Object.assign(globalThis, { ResizeObserver: Measured }));
afterAll(() => void Object.assign(globalThis, { ResizeObserver: before }));

const DATA: ChartData = {
  series: [
    { key: 'good', name: 'Succeeded', color: 'success500' },
    { key: 'bad', name: 'Failed', color: 'danger500' },
  ],
  buckets: [
    { name: '1', fullName: 'at one', values: { good: 6, bad: 2 } },
    { name: '2', fullName: 'at two', values: { good: 0, bad: 4 } },
    { name: '3', fullName: 'at three', values: { good: null, bad: null } },
    { name: '4', fullName: 'at four', values: { good: 8, bad: 0 } },
  ],
};

const draw = (kind: 'bars' | 'lines', data: ChartData = DATA) =>
  show(
    <ChartCard
      title="Deliveries"
      label="in a sentence"
      format={(value) => `${value} of them`}
      {...data}
    >
      {(parts) => {
        const Chart = kind === 'bars' ? StackedBars : Lines;
        return <Chart label="in a sentence" format={String} {...data} {...parts} />;
      }}
    </ChartCard>,
  );
const picture = () => screen.getByRole('img', { name: 'in a sentence' });
/** jsdom's pointer events have no place. */
const pointAt = (clientX: number) =>
  fireEvent(picture(), new MouseEvent('pointermove', { bubbles: true, clientX }));
const numbersOf = (element: Element, ...names: readonly string[]) =>
  names.map((name) => Math.round(Number(element.getAttribute(name))));

describe('the chart of deliveries by state', () => {
  it('draws a bar for each bucket, as high as its number, one state on top of the other', () => {
    draw('bars');
    const bars = [...picture().querySelectorAll('rect')];
    // 206 pixels for 8, from 216 up; the first bucket begins at 56.
    expect(bars.map((bar) => numbersOf(bar, 'x', 'y', 'width', 'height'))).toEqual([
      [57, 62, 98, 155],
      [57, 10, 98, 52],
      [157, 113, 98, 103],
      [357, 10, 98, 206],
    ]);
  });

  it('tells the numbers of the bucket that is pointed at', () => {
    draw('bars');
    expect(screen.queryByText('at two')).toBeNull();
    pointAt(180);
    expect(screen.getByText('at two')).toBeTruthy();
    expect(screen.getByText('Failed: 4 of them')).toBeTruthy();
    pointAt(280);
    expect(screen.getByText('at three')).toBeTruthy();
    expect(screen.getByText('Failed: –')).toBeTruthy();
    fireEvent.pointerLeave(picture());
    expect(screen.queryByText('at three')).toBeNull();
    expect(screen.getByText('Failed')).toBeTruthy();
  });

  it('says so where there is nothing to draw', () => {
    draw('bars', { ...DATA, buckets: DATA.buckets.slice(2, 3) });
    expect(picture().textContent).toBe('Nothing was sent in this time.');
    expect(picture().querySelector('rect')).toBeNull();
  });
});

describe('the axis of time', () => {
  const HOUR_MS = 3_600_000;
  /** Hours from the third before midnight where this test runs. */
  const hours = (count: number) => {
    const { buckets, ...rest } = stats('hour', 1);
    const first = new Date(2026, 0, 9, 21).getTime();
    const times = Array.from({ length: count }, (_, hour) => new Date(first + hour * HOUR_MS));
    return {
      ...rest,
      buckets: times.flatMap((time) => buckets.map((one) => ({ ...one, at: time.toISOString() }))),
    };
  };
  const namesOfDays = () =>
    [...at(screen.getAllByRole('img'), 0).querySelectorAll('text')]
      .map(({ textContent }) => textContent)
      .filter((text) => text?.startsWith('Jan'));

  it.each([
    [27, ['Jan 10']],
    [75, ['Jan 10', 'Jan 11', 'Jan 12']],
  ])('of %i hours names each day once, and none that has no room', (count, days) => {
    show(<Charts stats={hours(count)} period="7d" />);
    expect(namesOfDays()).toEqual(days);
  });
});

describe('the chart of latency', () => {
  it('draws a line through the values, broken where there is none, and a dot for one alone', () => {
    draw('lines');
    const paths = [...picture().querySelectorAll('path')].map((path) => path.getAttribute('d'));
    expect(paths).toEqual([
      'M106.0 61.5L206.0 216.0M406.0 10.0',
      'M106.0 164.5L206.0 113.0M406.0 216.0',
    ]);
    expect(
      [...picture().querySelectorAll('circle')].map((dot) => numbersOf(dot, 'cx', 'cy')),
    ).toEqual([
      [406, 10],
      [406, 216],
    ]);
  });

  it('draws a dot for each share where one hour alone has values', () => {
    const day = stats('hour', 0);
    const hour = (index: number) => new Date(2026, 0, 9, index).toISOString();
    const latencyMs = { p50: 85, p95: 900, p99: 2500 };
    const buckets = Array.from({ length: 24 }, (_, index) => ({
      ...day.totals,
      at: hour(index),
      latencyMs: index === 23 ? latencyMs : null,
    }));
    show(<Charts stats={{ ...day, buckets, totals: { ...day.totals, latencyMs } }} period="24h" />);
    expect(screen.getByRole('img', { name: /^Half of/ }).querySelectorAll('circle')).toHaveLength(
      3,
    );
  });
});
