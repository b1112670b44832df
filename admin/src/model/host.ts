/**
 * The receiver's host, which says more in a list than the whole URL.
 *
 * @param url - a delivery URL
 * @returns host and port; the text itself when it is no URL
 */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

const LOOPBACK = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Tells whether what is sent to an address stays on the machine that Strapi runs on.
 *
 * @param typed - a delivery URL, maybe half of it
 */
export const isLoopback = (typed: string): boolean =>
  URL.canParse(typed.trim()) && LOOPBACK.test(new URL(typed.trim()).hostname);
