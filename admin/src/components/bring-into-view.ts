const STILL = '(prefers-reduced-motion: reduce)';

/**
 * Scrolls to something and gives it the focus, so that whoever cannot see it hears it.
 *
 * @param element - what can have the focus; nothing happens while it is not drawn
 */
export const bringIntoView = (element: HTMLElement | null): void => {
  const behavior = window.matchMedia(STILL).matches ? 'auto' : 'smooth';
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ behavior, block: 'start' });
};
