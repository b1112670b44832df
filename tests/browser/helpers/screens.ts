import type { Page } from 'playwright-core';

import type { Panel } from './panel';
import type { Seeded } from './seed';
import type { Words } from './words';

/** Where the screens are, and what is on them. */
export interface Stage {
  readonly panel: Panel;
  readonly seeded: Seeded;
  /** A webhook that is defined in the settings. */
  readonly managedId: number;
}

/** One screen: how to get there, and what is there when it is at rest. */
export interface Screen {
  readonly name: string;
  readonly visit: (page: Page, words: Words, stage: Stage) => Promise<void>;
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

/** Where Strapi's home page has the plugin's widget. */
export const WIDGET = 'section[aria-labelledby="plugin::durable-webhooks.health"]';

/** Every screen, in an order in which the one before is no obstacle. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'list',
    visit: async (page, words, { panel }) => {
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
    name: 'resume several',
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/webhooks'));
      await page.getByRole('checkbox', { name: words['list.select-all'] }).click();
      await button(page, words['bulk.resume']).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'delete',
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/webhooks'));
      await button(page, words['list.delete-one'].replace('{name}', 'Warehouse')).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'create',
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/webhooks/create'));
      await button(page, words['form.create']).waitFor();
      await page.getByRole('tab').first().waitFor();
    },
  },
  {
    name: 'form with faults',
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/webhooks/create'));
      await button(page, words['form.create']).click();
      await see(page, words['form.url.required']);
      await see(page, words['form.events.required']);
      // Under the pointer, the design system's own button is too pale.
      await page.mouse.move(0, 0);
    },
  },
  {
    name: 'edit disabled',
    visit: async (page, words, { panel, seeded }) => {
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
    visit: async (page, words, { panel, managedId }) => {
      await page.goto(panel.screen(`/webhooks/${managedId}`));
      await see(page, `${words['managed.text']} ${words['managed.toggle']}`);
      await page.getByRole('tab').first().waitFor();
    },
  },
  {
    name: 'rotate',
    visit: async (page, words, { panel, seeded }) => {
      await page.goto(panel.screen(`/webhooks/${seeded.sensitiveId}`));
      await button(page, words['secret.rotate']).click();
      await see(page, words['rotate.title']);
    },
  },
  {
    name: 'reveal',
    visit: async (page, words, { panel, seeded }) => {
      await page.goto(panel.screen(`/webhooks/${seeded.sensitiveId}`));
      await button(page, words['secret.reveal']).click();
      await see(page, words['secret.title.revealed']);
    },
  },
  {
    name: 'deliveries',
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/deliveries'));
      await see(page, words['state.held']);
    },
  },
  {
    name: 'deliveries of one webhook',
    visit: async (page, words, { panel, seeded }) => {
      await page.goto(panel.screen(`/webhooks/${seeded.disabledId}/deliveries`));
      await see(page, words['deliveries.back-to-webhook']);
      await page.locator('tbody [aria-expanded=false]').first().click();
      await see(page, words['delivery.payload']);
    },
  },
  {
    name: 'redeliver several',
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/deliveries'));
      await page.getByRole('checkbox', { name: words['deliveries.select-all'] }).click();
      await button(page, words['deliveries.redeliver-selected']).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'filters in use',
    // A list that is open has faults of its own in Strapi's design system.
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/deliveries?range=custom&state=failed&code=500'));
      await page.getByRole('group', { name: words['deliveries.filter-to'] }).first().waitFor();
      await see(page, words['deliveries.clear-filters']);
    },
  },
  {
    name: 'delivery',
    visit: async (page, words, { panel }) => {
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
    visit: async (page, words, { panel }) => {
      await page.goto(panel.screen('/overview'));
      await see(page, words['attention.retrying']);
      await see(page, words['overview.latency']);
    },
  },
  {
    name: 'overview as a table',
    visit: async (page, words) => {
      await button(page, words['chart.as-table']).first().click();
      await page.getByRole('main').getByRole('table').waitFor();
    },
  },
  {
    name: 'home',
    // Its heading is Strapi's own.
    part: `${WIDGET} main`,
    visit: async (page, words, { panel }) => {
      await page.goto(panel.admin(''));
      await see(page, words['attention.retrying']);
      // The charts of states and of times.
      await page.locator(`${WIDGET} svg[role=img]`).nth(1).waitFor();
      await page.getByText(words['widget.title']).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'content manager',
    part: 'aside:has(a[href*="/plugins/durable-webhooks/deliveries"])',
    visit: async (page, words, { panel, seeded }) => {
      const path = `/content-manager/collection-types/api::article.article/${seeded.documentId}`;
      await page.goto(panel.admin(path));
      await see(page, words['panel.all']);
      await page.getByText(words['panel.all']).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'error',
    visit: async (page, words, { panel }) => {
      const error = { status: 500, name: 'InternalServerError', message: '', details: {} };
      await page.route(
        (url) => url.pathname === '/durable-webhooks/deliveries',
        (route) => route.fulfill({ status: 500, json: { data: null, error } }),
      );
      await page.goto(panel.screen('/deliveries'));
      await see(page, words['error.unknown']);
    },
  },
  {
    name: 'empty',
    visit: async (page, words, { panel }) => {
      await withoutWebhooks(page);
      await page.goto(panel.screen('/webhooks'));
      await see(page, words['empty.title']);
    },
  },
];
