import type { Page } from 'playwright-core';

import { barriers, picture, scrollsSideways } from './helpers/look';
import { PATIENCE_MS, startPanel } from './helpers/panel';
import type { Panel } from './helpers/panel';
import { walkOn } from './helpers/steps';
import { WORDS } from './helpers/words';

const words = WORDS.ja;
const WIDTH = 390;

let panel: Panel;
let page: Page;

const see = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const choose = (name: string) => page.getByRole('checkbox', { name, exact: true }).click();

beforeAll(async () => {
  panel = await startPanel();
  panel.receiver.answer({ status: 200, body: '{"ok":true}' });
  page = await panel.open({ language: 'ja', theme: 'dark', width: WIDTH, height: 844 });
});
afterAll(() => panel.stop());

describe('on a telephone, in Japanese, in the dark', () => {
  const step = walkOn(() => page);

  /** Nobody is shut out, and nothing is wider than the window. */
  const fits = async (name: string) => {
    await picture(page, `small-${name}`);
    expect(await barriers(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
  };

  step('somebody chooses a ready-made start', async () => {
    await page.goto(panel.screen(''));
    await see(words['empty.title']);
    await page.getByRole('link', { name: words['start.generic.title'] }).click();
    await see(words['form.basics.title']);
  });

  step('chooses one event of one content type', async () => {
    await page.getByLabel(words['form.name'], { exact: true }).first().fill('倉庫');
    await page.getByLabel(words['form.url']).fill(`${panel.receiver.url}/hook`);
    await choose(words['matrix.all-events']);
    await choose(words['topic.entry.publish']);
    await choose(words['matrix.all-content-types']);
    await choose('Article');
    const sends = `Article · ${words['topic.entry.publish']}`;
    await see(words['form.events.summary'].replace('{words}', sends));
    const row = await page.getByText(words['matrix.all-content-types']).first().boundingBox();
    expect((row?.x ?? Infinity) + (row?.width ?? 0)).toBeLessThan(WIDTH);
    await fits('form');
  });

  step('saves it, and gets its secret', async () => {
    await button(words['form.create']).click();
    const dialog = page.getByRole('dialog', { name: words['secret.title.created'] });
    await dialog.waitFor();
    await fits('secret');
    await dialog.getByRole('button', { name: words['secret.done'] }).click();
    await dialog.waitFor({ state: 'hidden' });
    await panel.receiver.waitFor(
      (all) => all.some(({ headers }) => headers['x-strapi-event'] === 'ping'),
      { timeoutMs: PATIENCE_MS },
    );
  });

  step('sends a test, and sees in place that it arrived', async () => {
    await button(words['test.send']).click();
    const test = page.getByRole('region', { name: words['test.title'], exact: true });
    await test.getByText(words['attempt.status'].replace('{status}', '200')).waitFor();
    await test.getByText(/X-Strapi-Event: trigger-test/).waitFor();
    await fits('test');
  });

  step('finds what was sent', async () => {
    await page.getByRole('link', { name: words['status.deliveries'], exact: true }).click();
    await page
      .getByRole('heading', { name: words['deliveries.of-webhook'].replace('{name}', '倉庫') })
      .waitFor();
    const open = words['deliveries.open'].replace('{delivery}', '');
    await page
      .getByRole('button', { name: new RegExp(`「${words['topic.ping']}」.*${open}$`) })
      .first()
      .click();
    await see(words['delivery.payload']);
    await see(words['state.succeeded']);
    await fits('deliveries');
  });
});
