/** Work that a caller waits for and that must end before the plugin does. */
export interface WorkUnderWay {
  /** Keeps an eye on work that has begun. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more, or after `withinMs`. */
  ended(withinMs: number): Promise<void>;
}

/** Makes a list of work; nothing is under way yet. */
export const createWorkUnderWay = (): WorkUnderWay => {
  const underWay = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      const tracked = work.finally(() => {
        underWay.delete(tracked);
      });
      underWay.add(tracked);
      return tracked;
    },
    ended: async (withinMs) => {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.allSettled(underWay), enough]);
      clearTimeout(timer);
    },
  };
};
