/** WooCommerce's rule: any 2xx, and the two redirects that it counts although nobody follows them. */
export const WOOCOMMERCE_SUCCESS: readonly (number | string)[] = ['2xx', 301, 302];

/** The one status with which a receiver says that it is gone for good. */
export const GONE = 410;

/**
 * Tells whether a status code counts as success.
 *
 * @param status - the response's status code
 * @param successStatuses - codes (204) and classes ('2xx')
 * @returns true for success
 */
export const isSuccess = (status: number, successStatuses: readonly (number | string)[]): boolean =>
  successStatuses.some((accepted) =>
    typeof accepted === 'number'
      ? accepted === status
      : accepted === `${Math.floor(status / 100)}xx`,
  );
