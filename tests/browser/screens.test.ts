import type { Page } from 'playwright-core';

import en from '../../admin/src/translations/en.json';
import ja from '../../admin/src/translations/ja.json';
import zhHans from '../../admin/src/translations/zh-Hans.json';
import { barriers, picture, scrollsSideways } from './helpers/look';
import { startPanel } from './helpers/panel';
import type { Look, Panel } from './helpers/panel';
import { seed } from './helpers/seed';
import type { Seeded } from './helpers/seed';

type Words = typeof en;

const WORDS: Readonly<Record<NonNullable<Look['language']>, Words>> = { en, ja, 'zh-Hans': zhHans };

let panel: Panel;
let seeded: Seeded;
let managedId: number;

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
  seeded = await seed(panel);
  managedId = await panel.app.run<number>(
    `const [one] = (await strapi.plugin('durable-webhooks').service('webhooks').list())
       .filter(({ managedBy }) => managedBy === 'config');
     return one.id;`,
  );
});
afterAll(() => panel.stop());

/** One screen: how to get there, and what is there when it is at rest. */
interface Screen {
  readonly name: string;
  readonly visit: (page: Page, words: Words) => Promise<void>;
  /** What of the page is ours. */
  readonly part?: string;
}

const see = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A Strapi without webhooks, as far as this page can tell. */
const withoutWebhooks = async (page: Page): Promise<void> => {
  const answer = (path: string, json: unknown) =>
    page.route(
      (url) => url.pathname === `/durable-webhooks${path}`,
      (route) => route.fulfill({ json }),
    );
  const pagination = { page: 1, pageSize: 25, pageCount: 0, total: 0 };
  await answer('/webhooks', { data: [], meta: { pagination } });
  await answer('/webhooks/count', { data: { total: 0, active: 0, paused: 0, disabled: 0 } });
  await answer('/webhooks/health', { data: [] });
};

const SCREENS: readonly Screen[] = [
  {
    name: 'list',
    visit: async (page, words) => {
      await page.goto(panel.screen('/webhooks'));
      await see(page, words['status.disabled']);
      await page.getByRole('img').first().waitFor();
    },
  },
  {
    name: 'pause several',
    visit: async (page, words) => {
      await page.getByRole('checkbox', { name: words['list.select-all'] }).click();
      await button(page, words['bulk.pause']).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'delete',
    visit: async (page, words) => {
      await page.goto(panel.screen('/webhooks'));
      await button(page, words['list.delete-one'].replace('{name}', 'Warehouse')).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'create',
    visit: async (page, words) => {
      await page.goto(panel.screen('/webhooks/create'));
      await button(page, words['form.create']).waitFor();
      await page.getByRole('tab').first().waitFor();
    },
  },
  {
    name: 'edit disabled',
    visit: async (page, words) => {
      await page.goto(panel.screen(`/webhooks/${seeded.disabledId}`));
      await see(page, words['status.disabled-next']);
      await page.getByRole('tab').first().waitFor();
    },
  },
  {
    name: 'resume',
    visit: async (page, words) => {
      await page.getByRole('switch').click();
      await see(page, words['resume.deliver-when']);
    },
  },
  {
    name: 'edit managed in code',
    visit: async (page, words) => {
      await page.goto(panel.screen(`/webhooks/${managedId}`));
      await see(page, words['managed.text']);
      await page.getByRole('tab').first().waitFor();
    },
  },
  {
    name: 'rotate',
    visit: async (page, words) => {
      await page.goto(panel.screen(`/webhooks/${seeded.sensitiveId}`));
      await button(page, words['secret.rotate']).click();
      await see(page, words['rotate.title']);
    },
  },
  {
    name: 'reveal',
    visit: async (page, words) => {
      await page.goto(panel.screen(`/webhooks/${seeded.sensitiveId}`));
      await button(page, words['secret.reveal']).click();
      await see(page, words['secret.title.revealed']);
    },
  },
  {
    name: 'deliveries',
    visit: async (page, words) => {
      await page.goto(panel.screen('/deliveries'));
      await see(page, words['state.held']);
    },
  },
  {
    name: 'delivery',
    visit: async (page, words) => {
      await page.goto(panel.screen('/deliveries?state=pending'));
      await page.locator('tbody [aria-expanded=false]').first().click();
      await see(page, words['delivery.payload']);
      await see(page, words['hint.server-error']);
      await page.getByText(/Authorization: •+/).waitFor();
    },
  },
  {
    name: 'recover',
    visit: async (page, words) => {
      await button(page, words['recover.open']).click();
      // It counts before it offers to send.
      await page.locator('[role=dialog] button:enabled').last().waitFor();
      await page
        .getByRole('dialog')
        .getByText(words['recover.counting'])
        .waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'overview',
    visit: async (page, words) => {
      await page.goto(panel.screen('/overview'));
      await see(page, words['attention.retrying']);
      await see(page, words['overview.latency']);
    },
  },
  {
    name: 'home',
    // Its heading is Strapi's own.
    part: 'section[aria-labelledby="plugin::durable-webhooks.health"] main',
    visit: async (page, words) => {
      await page.goto(panel.admin(''));
      await see(page, words['attention.retrying']);
      await page.getByText(words['widget.title']).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'content manager',
    part: 'aside:has(a[href*="/plugins/durable-webhooks/deliveries"])',
    visit: async (page, words) => {
      const path = `/content-manager/collection-types/api::article.article/${seeded.documentId}`;
      await page.goto(panel.admin(path));
      await see(page, words['panel.all']);
      await page.getByText(words['panel.all']).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'empty',
    visit: async (page, words) => {
      await withoutWebhooks(page);
      await page.goto(panel.screen('/webhooks'));
      await see(page, words['empty.title']);
    },
  },
];

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
      await visit(page, words);
      await picture(page, `${name} ${lookName}`.replaceAll(' ', '-').toLowerCase());
      // What shuts people out depends on colours and widths, not on the words.
      if (words === en) expect(await barriers(page, part)).toEqual([]);
      expect(await page.content()).not.toMatch(SECRETS);
      if (part === undefined) {
        expect(await scrollsSideways(page)).toBe(false);
        if (words !== en) expect(await untranslated(page, words)).toEqual([]);
      }
    },
  );
});
