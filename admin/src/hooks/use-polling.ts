import { useEffect, useState } from 'react';

/**
 * How often a screen asks again, in milliseconds for RTK Query's `pollingInterval`.
 *
 * @param intervalMs - while somebody looks at the page
 * @returns the same, or 0 (never) while the page is hidden
 */
export const usePolling = (intervalMs: number): number => {
  const [visible, setVisible] = useState(() => document.visibilityState !== 'hidden');
  useEffect(() => {
    const look = () => setVisible(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible ? intervalMs : 0;
};
