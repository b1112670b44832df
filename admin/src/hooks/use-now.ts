import { useEffect, useState } from 'react';

/**
 * The time, told again and again, so that "2 minutes ago" stays true.
 *
 * @param everyMs - how often
 * @returns milliseconds since 1970
 */
export const useNow = (everyMs: number): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};
