import type { Page } from 'playwright-core';
import { Webhook as StandardWebhook } from 'standardwebhooks';

import type { ReceivedRequest } from '../helpers/receiver';
import { waitUntil } from '../helpers/wait-until';
import { barriers, picture } from './helpers/look';
import { PATIENCE_MS, startPanel } from './helpers/panel';
import type { Panel } from './helpers/panel';
import { walkOn } from './helpers/steps';

const ARTICLE_LIST = '/content-manager/collection-types/api::article.article';

const PUBLISH = `
  const articles = strapi.documents('api::article.article');
  const { documentId } = await articles.create({ data: { title: argument } });
  await articles.publish({ documentId });
`;

let panel: Panel;
let page: Page;
let secret = '';

const topicOf = ({ headers }: ReceivedRequest) => headers['x-strapi-event'];
const titleOf = ({ json }: ReceivedRequest) =>
  (json as { entry?: { title?: string } } | undefined)?.entry?.title;
const arrival = async (holds: (request: ReceivedRequest) => boolean): Promise<ReceivedRequest> => {
  const requests = await panel.receiver.waitFor((all) => all.some(holds), {
    timeoutMs: PATIENCE_MS,
  });
  return requests.findLast(holds) as ReceivedRequest;
};
const isSignedWith = ({ body, headers }: ReceivedRequest, key: string): boolean => {
  try {
    new StandardWebhook(key).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
};

const button = (name: string | RegExp) => page.getByRole('button', { name });
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const openWebhook = async () => {
  await page.getByRole('link', { name: 'Webhooks', exact: true }).first().click();
  await page.getByRole('link', { name: 'Storefront', exact: true }).click();
  await page.getByRole('heading', { name: 'Storefront' }).waitFor();
};
const openDeliveries = async () => {
  await page.getByRole('link', { name: 'Deliveries', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
};
const rowOf = (title: string) => page.getByRole('row').filter({ hasText: title }).first();

beforeAll(async () => {
  panel = await startPanel();
  page = await panel.open();
});
afterAll(() => panel.stop());

describe('somebody who has never seen the panel', () => {
  const step = walkOn(() => page);

  step('finds ready-made starts where there is no webhook yet', async () => {
    await page.goto(panel.screen(''));
    await see('There is no webhook');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'empty');
    await page.getByRole('link', { name: /Any signed receiver/ }).click();
    await see('Destination');
  });

  step('is told of a wrong URL while typing it', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Storefront');
    await page.getByLabel('URL').fill('ftp://shop.example.com');
    await see('The address must begin with https:// or http://.');
    await page.getByLabel('URL').fill('http://shop.example.com/hook');
    await see(/^With http:\/\/ anybody on the way can read/);
    await page.getByLabel('URL').fill(`${panel.receiver.url}/hook`);
  });

  step('chooses one event of one content type in the matrix', async () => {
    const choose = (name: string | RegExp) =>
      page.getByRole('checkbox', { name, exact: true }).click();
    await choose('All entry events');
    await choose('publish');
    await choose(/^All content types/);
    await choose('Article');
    await see('This webhook sends: Article · publish');
    await see('Article: publish is sent');
    await page.getByLabel('When a delivery fails').click();
    await page.getByRole('option', { name: 'Try again on a schedule of my own' }).click();
    await page.getByLabel('Delays').fill('1s, 2h');
    await see(/3 attempts: at once, then after 1 sec and 2 hr/);
    expect(await barriers(page)).toEqual([]);
  });

  step('saves it, and gets the secret that signs the ping', async () => {
    await button('Create').click();
    const dialog = page.getByRole('dialog', { name: /secret/ });
    await dialog.waitFor();
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'secret');
    await dialog.getByRole('button', { name: 'Copy the secret' }).click();
    await dialog.getByText('Copied').waitFor();
    secret = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(secret).toMatch(/^whsec_/);
    await button('I have stored it').click();
    expect(isSignedWith(await arrival((one) => topicOf(one) === 'ping'), secret)).toBe(true);
    await page.reload();
    await button('Reveal').waitFor();
    expect(await page.content()).not.toContain(secret.slice(6));
  });

  step('is asked before changes are lost', async () => {
    await page.getByLabel('Name', { exact: true }).fill('Shop');
    await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Shop');
    await page.getByLabel('Name', { exact: true }).fill('Storefront');
  });

  step('sends a test, and reads in place what a failure means', async () => {
    panel.receiver.answer({ status: 404, body: 'nothing here' });
    await button('Trigger a test').click();
    const test = page.getByRole('region', { name: 'Test' });
    await test.getByText('Status 404').waitFor();
    await test.getByText(/^404: the host answers/).waitFor();
    await test.getByText('nothing here').waitFor();
    await test.getByText(/X-Strapi-Event: trigger-test/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'test-failed');
    panel.receiver.answer({ status: 200, body: '{"ok":true}' });
    await button('Trigger a test').click();
    await test.getByText('Status 200').waitFor();
  });

  step('publishes an article, and sees its delivery beside it', async () => {
    // As the list's own button leads there: without a locale Strapi adds it later, and asks whoever has typed.
    await page.goto(panel.admin(`${ARTICLE_LIST}/create?plugins[i18n][locale]=en`));
    // Strapi empties the form once more when all that belongs to it has arrived.
    await waitUntil(
      async () => {
        await page.getByLabel('title').fill('Autumn collection');
        return button('Publish').isEnabled();
      },
      (enabled) => enabled,
      'an article that can be published',
      PATIENCE_MS,
    );
    await button('Publish').click();
    const request = await arrival((one) => topicOf(one) === 'entry.publish');
    expect(titleOf(request)).toBe('Autumn collection');
    expect(isSignedWith(request, secret)).toBe(true);
    await page.getByText('Webhook deliveries').waitFor();
    await page.getByText('Succeeded').first().waitFor();
    await picture(page, 'content-manager');
    await page.getByRole('link', { name: 'Storefront · publish' }).first().click();
  });

  step('opens the delivery: its attempt, request, response and payload', async () => {
    await see('1 attempt');
    await see('"title": "Autumn collection",');
    await see(/webhook-signature: v1,/);
    await see('Response body');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'delivery');
    await button('Copy as cURL').click();
    await see('Copied. Sensitive values stay masked.');
    const command = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(command).toContain(`curl -X POST '${panel.receiver.url}/hook'`);
    expect(command).toContain('Autumn collection');
  });

  step('sees a retry of a broken receiver, which appears without a reload', async () => {
    await openDeliveries();
    panel.receiver.answer({ status: 503, body: 'closed for repairs' });
    await panel.app.run(PUBLISH, 'Winter collection');
    await rowOf('503 · 2 attempts').waitFor();
    await rowOf('503 · 2 attempts')
      .getByText(/Next attempt in \d+ (hr|min)/)
      .waitFor();
    await rowOf('503 · 2 attempts')
      .getByRole('button', { name: /^Show the details/ })
      .click();
    await see('The receiver failed while it handled the request. Its own log says why.');
    await see('closed for repairs');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'retry');
  });

  step('finds a disabled webhook with its reason in two clicks', async () => {
    await openWebhook();
    await page.getByLabel('When a delivery fails').click();
    await page.getByRole('option', { name: 'Do not try again' }).click();
    await page.getByLabel('Failures in a row until it is disabled').fill('1');
    await button('Save').click();
    await see('Saved');
    await panel.app.run(PUBLISH, 'Spring collection');
    await arrival((one) => titleOf(one) === 'Spring collection');
    await page.goto(panel.admin(''));
    await page.getByRole('link', { name: 'Durable Webhooks' }).click();
    await rowOf('Storefront').getByText('Disabled').waitFor();
    await rowOf('Storefront').getByText('1 delivery failed').waitFor();
    await page
      .getByRole('status')
      .getByText('1 webhook is disabled')
      .waitFor({ state: 'attached' });
    await page.getByRole('link', { name: 'Storefront', exact: true }).click();
    await see('The last error: HTTP 503');
    await see(/^What happens while it is disabled is held, and nothing is lost/);
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'disabled');
  });

  step('resumes it and delivers what was held', async () => {
    await panel.app.run(PUBLISH, 'Summer collection');
    panel.receiver.answer({ status: 200 });
    await page.reload();
    await see('2 held');
    await page.getByRole('switch', { name: 'Resume Storefront' }).click();
    await see(/2 events were held/);
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'resume');
    await page.getByRole('radio', { name: 'Deliver them' }).click();
    await button('Resume').click();
    await page.getByRole('switch', { name: 'Pause Storefront' }).waitFor();
    await arrival((one) => titleOf(one) === 'Summer collection');
  });

  step('redelivers one that failed, with the same id', async () => {
    await page.goto(panel.screen('/deliveries?state=failed'));
    const row = rowOf('503 · 1 attempt');
    await row.getByRole('button', { name: 'Redeliver publish' }).click();
    const request = await arrival(
      (one) => titleOf(one) === 'Spring collection' && attemptOf(one) === '2',
    );
    const first = panel.receiver.requests.find((one) => titleOf(one) === 'Spring collection');
    expect(request.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await row.waitFor({ state: 'detached' });
  });

  step('recovers what failed since an hour, with the count before it acts', async () => {
    panel.receiver.answer({ status: 500 });
    await panel.app.run(PUBLISH, 'Lost one');
    await page.goto(panel.screen('/deliveries?state=failed'));
    await rowOf('500 · 1 attempt').waitFor();
    panel.receiver.answer({ status: 200 });
    await button('Recover since…').click();
    await see(/^\d deliver(y|ies) will be sent again\.$/);
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'recover');
    await button(/^Send \d again$/).click();
    await see('All of them arrived.');
    await arrival((one) => titleOf(one) === 'Lost one' && attemptOf(one) === '2');
    await page.keyboard.press('Escape');
  });

  step('rotates the secret; for a day both sign', async () => {
    await openWebhook();
    await page.getByRole('switch', { name: 'Resume Storefront' }).click();
    await button('Resume').click();
    await page.getByRole('switch', { name: 'Pause Storefront' }).waitFor();
    await button('Rotate').click();
    await see('Rotate the secret');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'rotate');
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    await button('Copy the secret').click();
    const next = await page.evaluate<string>('navigator.clipboard.readText()');
    await button('I have stored it').click();
    await see(/^The old secret signs too, until/);
    const before = panel.receiver.requests.length;
    await button('Trigger a test').click();
    const request = await arrival(
      (one) => topicOf(one) === 'trigger-test' && panel.receiver.requests.indexOf(one) >= before,
    );
    expect([next, secret].map((key) => isSignedWith(request, key))).toEqual([true, true]);
    expect(next).not.toBe(secret);
  });

  step('deletes it after reading what will happen', async () => {
    await page.getByRole('link', { name: 'Webhooks', exact: true }).first().click();
    await page.getByRole('button', { name: 'Delete Storefront' }).click();
    await page.getByRole('alertdialog').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await see('There is no webhook');
  });
});

const attemptOf = ({ headers }: ReceivedRequest) => headers['x-webhook-attempt'];
