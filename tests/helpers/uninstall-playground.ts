declare const dropInstalledDatabase: () => Promise<void>;

/** Removes what `install-playground.ts` made; Jest comes here only when that succeeded. */
export default async (): Promise<void> => {
  await dropInstalledDatabase();
};
