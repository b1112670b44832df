import type { Page } from 'playwright-core';
import { keepPicture } from './look';

/**
 * The steps of a walk, each a test of its own: after one has failed the others fail at once, for they
 * would meet a screen that they do not expect.
 *
 * @param page - the page that is walked on, for a picture of where it failed
 */
export const walkOn = (page: () => Page) => {
  let failed: string | null = null;
  return (name: string, walk: () => Promise<void>): void => {
    it(name, async () => {
      if (failed !== null) throw new Error(`not reached: "${failed}" failed`);
      try {
        await walk();
      } catch (error) {
        failed = name;
        await keepPicture(page(), `failed ${name.replaceAll(/[^a-z]+/gi, ' ')}`);
        throw error;
      }
    });
  };
};
