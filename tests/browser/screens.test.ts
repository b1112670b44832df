import type { Page } from 'playwright-core';

import { watchJumps } from './helpers/jumps';
import { barriers, picture, scrollsSideways } from './helpers/look';
import { startPanel } from './helpers/panel';
import type { Look, Panel } from './helpers/panel';
import { SCREENS, WIDGET } from './helpers/screens';
import type { Stage } from './helpers/screens';
import { seed } from './helpers/seed';
import { WORDS } from './helpers/words';
import type { Words } from './helpers/words';

let panel: Panel;
let stage: Stage;

beforeAll(async () => {
  panel = await startPanel((receiverUrl) => ({
    hooks: [
      {
        key: 'cache',
        name: 'Page cache',
        deliveryUrl: `${receiverUrl}/ok`,
        topics: ['entry.publish'],
        secret: 'a-secret-from-the-environment',
      },
    ],
  }));
  const seeded = await seed(panel);
  const managedId = await panel.app.run<number>(
    `const [one] = (await strapi.plugin('durable-webhooks').service('webhooks').list())
       .filter(({ managedBy }) => managedBy === 'config');
     return one.id;`,
  );
  stage = { panel, seeded, managedId };
});
afterAll(() => panel.stop());

const LOOKS: readonly (readonly [string, Look])[] = [
  ['light', {}],
  ['dark', { theme: 'dark' }],
  ['narrow', { width: 390, height: 844 }],
  ['Japanese', { language: 'ja' }],
  ['Chinese', { language: 'zh-Hans' }],
];

/** The seed's sensitive header and the secret of the webhook as code. */
const SECRETS = /Bearer 1234|a-secret-from-the-environment/;

const stripped = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** The words of the panel that stand on a page and are English, although they have a translation. */
const untranslated = async (page: Page, words: Words): Promise<string[]> => {
  const texts = await page.evaluate<string[]>(
    `[...document.querySelectorAll('main *, [role=dialog] *, [role=alertdialog] *')]
      .filter((element) => element.children.length === 0 && element.closest('pre') === null)
      .map((element) => element.textContent)`,
  );
  const shown = new Set(texts.map(stripped));
  const { en } = WORDS;
  const keys = Object.keys(en) as (keyof Words)[];
  return keys.filter((key) => en[key] !== words[key] && shown.has(en[key])).map((key) => en[key]);
};

describe.each(LOOKS)('every screen, %s', (lookName, look) => {
  const words = WORDS[look.language ?? 'en'];
  let page: Page;
  beforeAll(async () => {
    page = await panel.open(look);
  });
  afterAll(() => page.context().close());

  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    'shuts nobody out and fits its window: %s',
    async (name, { visit, part }) => {
      await visit(page, words, stage);
      await picture(page, `${name} ${lookName}`.replaceAll(' ', '-').toLowerCase());
      // What shuts people out depends on colours and widths, not on the words.
      if (words === WORDS.en) expect(await barriers(page, part)).toEqual([]);
      expect(await page.content()).not.toMatch(SECRETS);
      if (part === undefined) {
        expect(await scrollsSideways(page)).toBe(false);
        if (words !== WORDS.en) expect(await untranslated(page, words)).toEqual([]);
      }
    },
  );
});

describe('the charts of the overview', () => {
  it('are really drawn, in both themes', async () => {
    const page = await panel.open({ theme: 'dark' });
    await page.goto(panel.screen('/overview'));
    const chart = (label: RegExp) => page.getByRole('main').getByRole('img', { name: label });
    const states = chart(/\d+ succeeded, \d+ failed/);
    await states.locator('rect').first().waitFor();
    const heights = await states
      .locator('rect')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(1);
    expect(Math.max(...heights)).toBeGreaterThan(50);
    const lines = chart(/^Half of the attempts took/);
    const drawn = await lines
      .locator('path, circle')
      .evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().width));
    expect(drawn.filter((width) => width > 0).length).toBeGreaterThanOrEqual(3);
    await page.context().close();
  });
});

describe('the widget of the home page', () => {
  it('shows all of it without scrolling in the card that Strapi gives it', async () => {
    const page = await panel.open({ width: 1440, height: 1000 });
    await page.goto(panel.admin(''));
    const part = page.locator(`${WIDGET} main`);
    await part.getByText(WORDS.en['attention.held'], { exact: true }).first().waitFor();
    await part.locator('svg[role=img]').nth(1).waitFor();
    const hidden = await part.evaluate((card) => card.scrollHeight - card.clientHeight);
    expect(hidden).toBe(0);
    await page.context().close();
  });
});

/** A screen, what it asks for first, and how one sees that all of it is there. */
const LOADING: readonly (readonly [string, string, (words: Words) => string])[] = [
  ['/webhooks', '/webhooks', () => 'Storefront'],
  ['/overview', '/stats', (words) => words['attention.retrying']],
  ['/deliveries', '/deliveries', () => 'Storefront'],
  ['/webhooks/:disabled', '/webhooks/:disabled', (words) => words['list.last']],
  ['/webhooks/:active', '/webhooks/:active', (words) => words['list.last']],
];

describe('a screen that is loaded slowly', () => {
  it.each(LOADING)('does not jump: %s', async (path, first, last) => {
    const page = await panel.open();
    const { disabledId, activeId } = stage.seeded;
    const idOf = (text: string) =>
      text.replace(':disabled', String(disabledId)).replace(':active', String(activeId));
    const jumps = await watchJumps(page, idOf(first));
    await page.goto(panel.screen(idOf(path)));
    await page.getByText(last(WORDS.en), { exact: true }).first().waitFor();
    const { total, moved } = await jumps.atRest();
    expect({ moved, total: total < 0.1 ? 'little' : total }).toEqual({ moved, total: 'little' });
    await page.context().close();
  });
});

describe('a row whose checkbox is ticked', () => {
  it.each(['/webhooks', '/deliveries'])('stays where it is: %s', async (path) => {
    const page = await panel.open();
    await page.goto(panel.screen(path));
    const row = page
      .locator('tbody tr')
      .filter({ has: page.getByRole('checkbox') })
      .first();
    const checkbox = row.getByRole('checkbox');
    // A click would scroll there, and move all of them.
    await checkbox.scrollIntoViewIfNeeded();
    const before = await row.boundingBox();
    await checkbox.click();
    await page.getByRole('button', { name: WORDS.en['common.unselect'], exact: true }).waitFor();
    const after = await row.boundingBox();
    expect(before?.y).toBeGreaterThan(0);
    expect(after?.y).toBe(before?.y);
    await page.context().close();
  });
});
