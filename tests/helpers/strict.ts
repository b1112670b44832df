/**
 * Whether what cannot be tested here is a failure, as scripts/run/run-suites.mjs decides for whole suites.
 */
export const isStrict = (): boolean => ['1', 'true'].includes(process.env['CI'] ?? '');
