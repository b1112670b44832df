/** What stands in the place of a value that must not be shown. */
export const MASK = '••••••••';
