const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Chooses round marks for an axis that begins at 0.
 *
 * @param highest - the highest value that is shown
 * @param count - about how many marks above 0
 * @param whole - whether only whole numbers make sense
 * @returns the marks, from 0 to one that is not below the highest value
 */
export const marksFor = (highest: number, count: number, whole: boolean): readonly number[] => {
  const rough = Math.max(highest, whole ? 1 : 0.001) / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = STEPS.find((step) => step * magnitude >= rough) ?? 10;
  const step = whole ? Math.max(1, Math.ceil(factor * magnitude)) : factor * magnitude;
  const last = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: last + 1 }, (_, index) => index * step);
};

/**
 * Chooses which of many labels have room.
 *
 * @param count - how many there are
 * @param width - the room, in pixels
 * @param each - what one of them needs
 * @returns their positions
 */
export const labelsFor = (count: number, width: number, each: number): readonly number[] => {
  const room = Math.max(1, Math.floor(width / each));
  const every = Math.max(1, Math.ceil(count / room));
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
};
