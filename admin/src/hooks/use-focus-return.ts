import { useCallback, useState } from 'react';

/** What had the focus before a dialog was drawn, and the handler that gives it back. */
export interface FocusReturn {
  readonly opener: Element | null;
  readonly giveBack: (event: Event) => void;
}

/** Where the opener is gone, and nothing else took the focus, people go on at the title, and hear it. */
const focusHeading = (): void => {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus();
};

/**
 * Gives the focus back when a dialog closes: the design system knows no opener of a dialog that is drawn only while
 * it is open, and would leave people at the top of the page.
 *
 * @param known - what opened it, where that may have lost the focus by then
 */
export const useFocusReturn = (known?: Element | null): FocusReturn => {
  const [opener] = useState(() => known ?? document.activeElement);
  const giveBack = useCallback(
    (event: Event) => {
      event.preventDefault();
      if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) {
        opener.focus();
      } else if (document.activeElement === document.body) {
        focusHeading();
      }
    },
    [opener],
  );
  return { opener, giveBack };
};
