/** Calls for an exchange, of which many may be answered by one. A call that comes while one is being answered stays. */
export interface Calls {
  /** Whether a call waits for its answer. */
  readonly waiting: boolean;
  readonly call: () => void;
  /** Takes note of what is there; the answer holds for that, and not for what comes later. */
  hear(): void;
  /** Says that what was heard last is answered. */
  answer(): void;
}

/**
 * Makes calls of one kind, of which there is none yet.
 *
 * @param onCall - hears each of them
 */
export const createCalls = (onCall: () => void): Calls => {
  let made = 0;
  let heard = 0;
  let answered = 0;
  return {
    get waiting() {
      return made > answered;
    },
    call: () => {
      made += 1;
      onCall();
    },
    hear: () => {
      heard = made;
    },
    answer: () => {
      answered = heard;
    },
  };
};
