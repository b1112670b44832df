import type { Page } from 'playwright-core';

import { picture, scrollsSideways } from './helpers/look';
import { startPanel } from './helpers/panel';
import type { Panel } from './helpers/panel';
import { WORDS } from './helpers/words';

const words = WORDS.en;

/** As long as names may be, with and without a place to break. */
const NAMES = ['The storefront of the second shop '.repeat(7).trim(), 'x'.repeat(255)] as const;

let panel: Panel;

beforeAll(async () => {
  panel = await startPanel();
  await panel.app.run(
    `for (const name of argument) {
       await strapi.plugin('durable-webhooks').service('webhooks').create({
         name, topics: ['entry.publish'], contentTypes: '*',
         deliveryUrl: 'https://' + 'a-long-label-of-a-host.'.repeat(8) + 'example.com/hook',
       });
     }`,
    NAMES,
  );
});
afterAll(() => panel.stop());

/** What lies over the middle of a control, as a click would find it; empty where nothing does. */
const covers = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('tbody tr :is(button, a[href], [role=switch])')].flatMap((one) => {
      one.scrollIntoView({ block: 'center', inline: 'end' });
      const { left, top, width, height } = one.getBoundingClientRect();
      const there = document.elementFromPoint(left + Math.min(width, 40) / 2, top + height / 2);
      return one.contains(there) || there?.contains(one) ? [] : [one.outerHTML.slice(0, 200)];
    })`,
  );

/** What of a dialog is wider than its place. */
const OVERFLOWING = `[...document.querySelectorAll('[role=alertdialog], [role=alertdialog] *')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
  .map((one) => one.outerHTML.slice(0, 120))`;

describe.each([
  [1440, 1000],
  [1024, 800],
  [390, 844],
] as const)('a name of 255 letters, %d wide', (width, height) => {
  it('covers nothing in the list', async () => {
    const page = await panel.open({ width, height });
    await page.goto(panel.screen('/webhooks'));
    for (const name of NAMES) {
      await page.getByRole('link', { name, exact: true }).waitFor();
      expect(await page.getByTitle(name, { exact: true }).count()).toBe(1);
    }
    await picture(page, `long-names-${width}`);
    expect(await covers(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await page.context().close();
  });

  it('fits its own page, its dialog and the overview', async () => {
    const page = await panel.open({ width, height });
    await page.goto(panel.screen('/webhooks'));
    const [, name] = NAMES;
    const ask = words['list.delete-one'].replace('{name}', name);
    await page.getByRole('button', { name: ask, exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await picture(page, `long-names-dialog-${width}`);
    expect(await page.evaluate<string[]>(OVERFLOWING)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    expect(await scrollsSideways(page)).toBe(false);
    await picture(page, `long-names-edit-${width}`);
    await page.goto(panel.screen('/overview'));
    await page.getByText(words['attention.title']).waitFor();
    expect(await scrollsSideways(page)).toBe(false);
    await page.context().close();
  });
});
