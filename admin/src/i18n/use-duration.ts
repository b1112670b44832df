import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { durationOf } from '../model/retry-schedule';

const UNIT_NAMES = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;
const HOUR = 3600;

const LARGEST_FIRST = [
  ['day', 86_400],
  ['hour', HOUR],
  ['minute', 60],
  ['second', 1],
] as const;

/** Gives the functions that say amounts of time in the panel's language. */
export const useDuration = () => {
  const { formatNumber, formatList } = useIntl();

  /** Exactly: "30 min". */
  const seconds = useCallback(
    (value: number): string => {
      const { amount, unit } = durationOf(value);
      return formatNumber(amount, { style: 'unit', unit: UNIT_NAMES[unit], unitDisplay: 'short' });
    },
    [formatNumber],
  );

  /** As a countdown says it, in whole seconds and its two largest units: "1 hr 59 min". */
  const left = useCallback(
    (value: number): string => {
      const first = LARGEST_FIRST.findIndex(([, size]) => value >= size);
      const units = LARGEST_FIRST.slice(first, first + 2).map(([unit, size], index) => {
        const whole = index === 0 ? value : value % (LARGEST_FIRST[first]?.[1] ?? 1);
        return { unit, amount: Math.floor(whole / size) };
      });
      const words = units
        .filter(({ amount }) => amount > 0)
        .map(({ unit, amount }) =>
          formatNumber(amount, { style: 'unit', unit, unitDisplay: 'short' }),
        );
      return formatList(words, { type: 'unit', style: 'narrow' });
    },
    [formatNumber, formatList],
  );

  /** Roughly, for long times: "3.1 days". */
  const roughly = useCallback(
    (value: number): string => {
      if (value < HOUR) return seconds(value);
      const [amount, unit] =
        value < 48 * HOUR ? [value / HOUR, 'hour'] : [value / (24 * HOUR), 'day'];
      return formatNumber(amount, {
        style: 'unit',
        unit,
        unitDisplay: 'long',
        maximumFractionDigits: 1,
      });
    },
    [formatNumber, seconds],
  );

  /** A request's time: "85 ms" or "1.2 s". */
  const milliseconds = useCallback(
    (value: number): string =>
      value < 1000
        ? formatNumber(Math.round(value), {
            style: 'unit',
            unit: 'millisecond',
            unitDisplay: 'short',
          })
        : formatNumber(value / 1000, {
            style: 'unit',
            unit: 'second',
            unitDisplay: 'short',
            maximumFractionDigits: 1,
          }),
    [formatNumber],
  );

  return { seconds, left, roughly, milliseconds };
};
