import type { Page } from 'playwright-core';

import { barriers, picture } from './helpers/look';
import { startPanel } from './helpers/panel';
import type { Panel } from './helpers/panel';
import { walkOn } from './helpers/steps';

const SEED = `
  const webhooks = strapi.plugin('durable-webhooks').service('webhooks');
  await webhooks.create({
    name: 'Storefront',
    deliveryUrl: argument,
    topics: ['entry.publish'],
    contentTypes: ['api::article.article'],
    headers: { Authorization: 'Bearer of-secrets' },
    sensitiveHeaders: ['Authorization'],
  });
`;

let panel: Panel;
let page: Page;

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const buttons = async (): Promise<string[]> => {
  const main = page.getByRole('main');
  const all = await main.getByRole('button').all();
  return Promise.all(all.map(async (one) => one.innerText()));
};

beforeAll(async () => {
  panel = await startPanel();
  await panel.app.run(SEED, `${panel.receiver.url}/hook`);
  await panel.receiver.waitFor(1, { timeoutMs: 20_000 });
  await panel.addPerson('reader', ['webhooks.read']);
  await panel.addPerson('outsider', []);
  page = await panel.open({ person: 'reader' });
});
afterAll(() => panel.stop());

describe('somebody who may only read', () => {
  const step = walkOn(() => page);

  step('sees the webhooks, and nothing to change them with', async () => {
    await page.goto(panel.screen(''));
    await page.getByRole('link', { name: 'Storefront', exact: true }).waitFor();
    await see(/^Ping: 200 in/);
    expect(await page.getByRole('switch').count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Create a webhook' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'reader-list');
  });

  step('reads the settings of one, and is told why they cannot be changed', async () => {
    await page.getByRole('link', { name: 'Storefront', exact: true }).click();
    await see('Your role may look at webhooks, not change them.');
    expect(await page.getByLabel('URL').isDisabled()).toBe(true);
    const names = await buttons();
    for (const forbidden of ['Save', 'Trigger a test', 'Reveal', 'Rotate', 'Add a header']) {
      expect(names).not.toContain(forbidden);
    }
    expect(await page.content()).not.toContain('of-secrets');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'reader-edit');
  });

  step('sees deliveries without what they carry, and cannot send them again', async () => {
    await page.getByRole('link', { name: 'See deliveries' }).click();
    await page.getByRole('heading', { name: 'Deliveries of Storefront' }).waitFor();
    await page.getByRole('button', { name: 'Show the details of ping' }).click();
    await see('Payloads are hidden: your role does not allow reading them.');
    await see('1 attempt');
    expect(await page.getByRole('button', { name: /Redeliver|Recover/ }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'reader-delivery');
  });

  step('is told so at a screen that the role does not allow', async () => {
    await page.goto(panel.screen('/webhooks/create'));
    await see(/You don't have the permissions/);
  });

  step('is told that a webhook does not exist, with a way back', async () => {
    await page.goto(panel.screen('/webhooks/999'));
    await see(/^There is no such webhook/);
    await page.getByRole('button', { name: 'See the webhooks' }).click();
    await page.getByRole('link', { name: 'Storefront', exact: true }).waitFor();
  });
});

describe('somebody whose role allows nothing here', () => {
  it('sees neither the link nor the screens', async () => {
    const window = await panel.open({ person: 'outsider' });
    await window.goto(panel.screen(''));
    await window.getByText(/You don't have the permissions/).waitFor();
    expect(await window.getByRole('link', { name: 'Durable Webhooks' }).count()).toBe(0);
    await window.context().close();
  });
});
