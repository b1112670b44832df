declare const SUITE_TIMEOUT_MS: number;

// Jest takes a project's own `testTimeout` without a word and ignores it.
jest.setTimeout(SUITE_TIMEOUT_MS);
