import type { Panel } from './panel';
import { PATIENCE_MS } from './panel';

const SEED = `
  const ARTICLE = 'api::article.article';
  const webhooks = strapi.plugin('durable-webhooks').service('webhooks');
  const create = (input) =>
    webhooks.create({ topics: ['entry.publish'], contentTypes: [ARTICLE], ...input });
  const publish = async (title) => {
    const { documentId } = await strapi.documents(ARTICLE).create({
      data: { title, slug: title.toLowerCase().replaceAll(' ', '-'), body: 'Warm things, made to last.' },
    });
    await strapi.documents(ARTICLE).publish({ documentId });
    return documentId;
  };
  const until = async (holds) => {
    const endsAt = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > endsAt) throw new Error('the seed did not come about in 30 s');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const stands = async (id, holds) => until(async () => holds(await webhooks.find(id)));
  const { webhook: search } = await create({
    name: 'Search index', deliveryUrl: argument + '/ok',
    topics: ['entry.*', 'media.*'], contentTypes: [ARTICLE, 'api::tag.tag'],
  });
  const { webhook: newsletter } = await create({
    name: 'Newsletter', deliveryUrl: argument + '/busy', retrySchedule: [7200],
    headers: { Authorization: 'Bearer 1234', 'X-Team': 'news' }, sensitiveHeaders: ['Authorization'],
  });
  const { webhook: broken } = await create({
    name: 'Storefront', deliveryUrl: argument + '/broken', retrySchedule: [], maxConsecutiveFailures: 2,
  });
  const { webhook: warehouse } = await create({
    name: 'Warehouse', deliveryUrl: argument + '/ok', topics: ['entry.publish', 'entry.unpublish'],
  });
  await webhooks.pause(warehouse.id);
  await until(() => Date.now() - Date.parse(warehouse.createdAt) > 1000);
  await publish('Autumn collection');
  await stands(broken.id, ({ failureCount }) => failureCount === 1);
  await publish('Winter collection');
  await stands(broken.id, ({ status }) => status === 'disabled');
  const documentId = await publish('Spring collection');
  return { documentId, disabledId: broken.id, sensitiveId: newsletter.id, activeId: search.id };
`;

/** What the seed made. */
export interface Seeded {
  /** An article that several webhooks were told of. */
  readonly documentId: string;
  readonly disabledId: number;
  /** It has a sensitive header, and retries. */
  readonly sensitiveId: number;
  readonly activeId: number;
}

/** Fills the panel with a little of everything: what works, what retries, what is paused and what is disabled. */
export const seed = async ({ app, receiver }: Panel): Promise<Seeded> => {
  receiver.answer(({ path }) => {
    if (path === '/ok') return { status: 200, body: '{"ok":true}' };
    return path === '/busy'
      ? { status: 503, body: 'try later' }
      : { status: 500, body: 'TypeError: cart is undefined' };
  });
  const seeded = await app.run<Seeded>(SEED, receiver.url);
  await receiver.waitFor(
    (all) =>
      all.filter((one) => one.path === '/busy' && one.headers['x-strapi-event'] !== 'ping')
        .length >= 3,
    { timeoutMs: PATIENCE_MS },
  );
  return seeded;
};
