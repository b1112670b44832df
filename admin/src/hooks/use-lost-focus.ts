import { useEffect, useRef, type RefObject } from 'react';

/**
 * Catches the focus where what had it goes away with something else: people would be left at the top of the page.
 *
 * @param isThere - whether that is there which takes the focus along when it goes
 * @returns the ref of what gets the focus instead
 */
export const useLostFocus = <Target extends HTMLElement>(isThere: boolean): RefObject<Target> => {
  const target = useRef<Target>(null);
  const wasThere = useRef(isThere);
  useEffect(() => {
    const hasGone = wasThere.current && !isThere;
    wasThere.current = isThere;
    if (hasGone && document.activeElement === document.body) target.current?.focus();
  }, [isThere]);
  return target;
};
