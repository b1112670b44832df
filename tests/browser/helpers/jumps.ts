import type { Page } from 'playwright-core';

import { waitUntil } from '../../helpers/wait-until';
import { PATIENCE_MS } from './panel';

/** How much a page jumped while it was loaded. */
export interface Jumps {
  /** As browsers measure it: shares of the window that moved, times how far, in all. */
  readonly total: number;
  /** What moved, as it begins. */
  readonly moved: readonly string[];
}

const LATE_MS = 700;

/** Counts what moves in our part of the page without anybody having touched it. */
const OBSERVE = `
  window.jumps = { total: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      const ours = sources
        .map(({ node }) => (node instanceof Element ? node : node?.parentElement))
        .filter((element) => element?.closest('main') != null);
      if (hadRecentInput || ours.length === 0) continue;
      window.jumps.total += value;
      window.jumps.moved.push(
        ...ours.map((one) => value.toFixed(3) + ' ' + one.tagName + ' ' + one.textContent.slice(0, 40)),
      );
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;

/**
 * Makes a page load in the worst order: what its screen is about first, and all else some time later.
 *
 * @param page - before its first address
 * @param first - what the screen asks the plugin for first, as `/stats`
 */
export const watchJumps = async (page: Page, first: string) => {
  let asked = 0;
  let answered = 0;
  await page.addInitScript(OBSERVE);
  await page.route(
    (url) => url.pathname.startsWith('/durable-webhooks'),
    async (route) => {
      const { pathname } = new URL(route.request().url());
      asked += 1;
      if (pathname !== `/durable-webhooks${first}`) {
        await new Promise((resolve) => setTimeout(resolve, LATE_MS));
      }
      await route.continue();
    },
  );
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname.startsWith('/durable-webhooks')) answered += 1;
  });
  return {
    /** Waits until all that was asked for has been drawn. */
    atRest: async (): Promise<Jumps> => {
      await waitUntil(
        () => Promise.resolve(asked - answered),
        (open) => open === 0,
        'every answer',
        PATIENCE_MS,
      );
      return page.evaluate<Jumps>(
        `new Promise((resolve) =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(window.jumps)))))`,
      );
    },
  };
};
