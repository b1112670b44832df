declare const dropInstalledDatabase: (() => Promise<void>) | undefined;

/** Removes what `install-playground.ts` made, if it got that far. */
export default async (): Promise<void> => {
  await dropInstalledDatabase?.();
};
