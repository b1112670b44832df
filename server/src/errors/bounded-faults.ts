import type { FieldFault } from './plugin-error';

const MAX_FAULTS = 100;
/** Of all paths and messages together: what somebody sends must not come back many times larger. */
const MAX_TOTAL_LENGTH = 16_000;
const MAX_PART_LENGTH = 200;
const MAX_MESSAGE_LENGTH = 4_000;

/**
 * Keeps a list of faults readable, whatever was sent: the first ones as they are, and how many more
 * there are. A name or a message that is too long is cut.
 *
 * @param faults - every wrong field
 */
export const boundedFaults = (faults: readonly FieldFault[]): FieldFault[] => {
  const shown: FieldFault[] = [];
  let totalLength = 0;
  for (const fault of faults) {
    const short = shortened(fault);
    totalLength += short.message.length + short.path.join('.').length;
    if (shown.length > 0 && (shown.length === MAX_FAULTS || totalLength > MAX_TOTAL_LENGTH)) {
      const leftCount = faults.length - shown.length;
      return [...shown, { path: [], message: `and ${leftCount} more` }];
    }
    shown.push(short);
  }
  return shown;
};

const shortened = ({ path, message, ...rest }: FieldFault): FieldFault => ({
  ...rest,
  path: path
    .slice(0, MAX_FAULTS)
    .map((part) => (typeof part === 'string' ? cut(part, MAX_PART_LENGTH) : part)),
  message: cut(message, MAX_MESSAGE_LENGTH),
});

const cut = (text: string, maxLength: number): string =>
  text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
