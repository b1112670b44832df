import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SCREENSHOTS = resolve(__dirname, '..', '..', '..', 'screenshots');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

/**
 * Finds what shuts people out of a screen.
 *
 * @param page - a page at rest
 * @param part - a selector of what is ours, where the rest of the page is Strapi's
 * @returns the serious and critical violations, in words; empty when there are none
 */
export const barriers = async (page: Page, part?: string): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[]>(
    `axe.run(${part === undefined ? 'document' : JSON.stringify(part)}, { resultTypes: ['violations'] })
      .then((result) => result.violations)`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${help} at ${target.join(' ')} ${html}`),
    );
};

/** Whether something is wider than the window and makes the page itself scroll sideways. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    `[document.scrollingElement, ...document.querySelectorAll('main')]
      .some((element) => element.scrollWidth > element.clientWidth + 1)`,
  );

/** Keeps a picture of a screen in the ignored folder `screenshots/`. */
export const keepPicture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
};

/** Keeps a picture when pictures were asked for. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env['DURABLE_SCREENSHOTS'] === 'true') await keepPicture(page, name);
};
