const FAULTY = '[aria-invalid="true"], [data-form-fault]';

/**
 * Brings people to the first field that is wrong, once it is drawn.
 *
 * @param root - the form
 */
export const focusFirstFault = (root: HTMLElement | null): void => {
  setTimeout(() => {
    const found = root?.querySelector<HTMLElement>(FAULTY);
    found?.focus();
    found?.scrollIntoView({ block: 'center' });
  });
};
