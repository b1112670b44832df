import { overRounds } from '../statistics.mjs';

/**
 * One line of the table.
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} title
 * @property {string} unit of ours, core and limit
 * @property {number} ours
 * @property {number | null} core Strapi's own webhooks in the same run
 * @property {number | null} limit what cannot be beaten: Strapi without webhooks, or a bare loop of requests
 * @property {number | null} ratio what the target is compared with, the median of the rounds
 * @property {readonly [number, number] | null} spread the least and the most of the rounds
 * @property {number | null} target
 * @property {'at most' | 'at least'} direction of the target
 * @property {boolean | null} met null when nothing was promised
 * @property {string} [note]
 */

/** A target that grows with what is measured is one to reach, the others are ones to stay below. */
export const atLeast = (value) => ({ value, direction: 'at least' });
export const atMost = (value) => ({ value, direction: 'at most' });

/** Half as good is enough where the machine is shared and the run is short. */
export const halved = (target) =>
  target === null
    ? null
    : { ...target, value: target.direction === 'at least' ? target.value / 2 : target.value * 2 };

/**
 * Makes a row of the rounds' values.
 *
 * @param {object} given
 * @param {readonly number[]} given.ratios one for each round
 * @param {{ value: number, direction: string } | null} [given.target]
 * @returns {Row}
 */
export const rowOf = ({
  id,
  title,
  unit,
  ours,
  core = null,
  limit = null,
  ratios,
  target = null,
  note,
}) => {
  const { median, least, most } = overRounds(ratios);
  const met =
    target === null
      ? null
      : target.direction === 'at least'
        ? median >= target.value
        : median <= target.value;
  return {
    id,
    title,
    unit,
    ours,
    core,
    limit,
    ratio: median,
    spread: ratios.length > 1 ? [least, most] : null,
    target: target?.value ?? null,
    direction: target?.direction ?? 'at most',
    met,
    ...(note !== undefined && { note }),
  };
};
