/**
 * The receiver's host, which says more in a list than the whole URL.
 *
 * @param url - a delivery URL
 * @returns host and port; the text itself when it is no URL
 */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
