import { isWebhookId, type WebhookId } from '../../../server/src/domain/ids';
import { subscribes } from '../../../server/src/domain/subscription';
import type { Subscription } from '../../../server/src/domain/webhook';

const ARTICLE = 'api::article.article';
const PAGE = 'api::page.page';

const webhookId = (value: number): WebhookId => {
  if (!isWebhookId(value)) throw new Error(`not a webhook id: ${value}`);
  return value;
};

const subscription = (overrides: Partial<Subscription> = {}): Subscription => ({
  webhookId: webhookId(1),
  topics: ['entry.publish'],
  contentTypes: null,
  ...overrides,
});

describe('subscribes', () => {
  it.each<[string, Partial<Subscription>, string, string | null, boolean]>([
    ['its topic of any content type', {}, 'entry.publish', ARTICLE, true],
    ['another topic', {}, 'entry.update', ARTICLE, false],
    ['its topic of a chosen type', { contentTypes: [ARTICLE] }, 'entry.publish', ARTICLE, true],
    ['its topic of another type', { contentTypes: [ARTICLE] }, 'entry.publish', PAGE, false],
    ['another topic of a chosen type', { contentTypes: [PAGE] }, 'entry.update', PAGE, false],
    ['no content type at all', { contentTypes: [] }, 'entry.publish', ARTICLE, false],
    ['one of several topics', { topics: ['media.*', 'entry.*'] }, 'entry.delete', PAGE, true],
    ['everything', { topics: ['*'] }, 'order.paid', null, true],
    ['no topic', { topics: [] }, 'entry.publish', ARTICLE, false],
  ])('%s', (_name, overrides, topic, uid, expected) => {
    expect(subscribes(subscription(overrides), { topic, uid })).toBe(expected);
  });

  it('chooses topics without a content type by their topic alone', () => {
    const onlyArticles = subscription({ topics: ['*'], contentTypes: [ARTICLE] });
    expect(subscribes(onlyArticles, { topic: 'media.create', uid: null })).toBe(true);
    expect(subscribes(onlyArticles, { topic: 'entry.publish', uid: PAGE })).toBe(false);
  });
});
