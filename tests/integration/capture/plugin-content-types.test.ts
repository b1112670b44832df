import type { Core } from '@strapi/strapi';
import { disagreements, nameOf } from './announcements';
import { bootObservedApp, subscribeTo, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ORDER = 'plugin::shop.order';

/** The type of a plugin that an app has installed. */
const addOrders = (strapi: Core.Strapi): void => {
  strapi.get('content-types').add('plugin::shop', {
    order: {
      schema: {
        kind: 'collectionType',
        collectionName: 'shop_orders',
        info: { singularName: 'order', pluralName: 'orders', displayName: 'Order' },
        options: { draftAndPublish: true },
        attributes: {
          // What i18n gives to every type that is there before an app registers.
          locale: { type: 'string', private: true },
          number: { type: 'string' },
          margin: { type: 'string', private: true },
        },
      },
    },
  });
};

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp({ hooks: { register: addOrders } });
});
afterAll(() => observed.stop());

test('entries of a plugin’s content type have events like any other', async () => {
  const orders = observed.documents(ORDER);
  const { documentId } = await orders.create({ data: { number: 'A-1', margin: 'a lot' } });
  await orders.update({ documentId, data: { number: 'A-2' } });
  await orders.publish({ documentId });
  await orders.unpublish({ documentId });
  await orders.delete({ documentId });
  const recorded = await observed.whenRecorded(5);
  expect(recorded.map(({ topic, body }) => [topic, body['entry']])).toMatchObject([
    ['entry.create', { number: 'A-1' }],
    ['entry.update', { number: 'A-2' }],
    ['entry.publish', { number: 'A-2' }],
    ['entry.unpublish', { number: 'A-2' }],
    ['entry.delete', { number: 'A-2' }],
  ]);
  for (const { uid, model, body } of recorded) {
    expect([uid, model, body['uid'], body['model']]).toEqual([ORDER, 'order', ORDER, 'order']);
  }
  expect(disagreements(recorded, observed.announced.map(nameOf))).toEqual([]);
  expect(JSON.stringify(recorded)).not.toContain('a lot');
});

test('a webhook can be for them alone', async () => {
  const { plugin, everythingId } = observed;
  await plugin.webhooks.delete(everythingId);
  await subscribeTo(plugin, ['entry.create'], [ORDER]);
  await observed.forget();
  await observed.documents('api::tag.tag').create({ data: { name: 'not wanted' } });
  await observed.documents(ORDER).create({ data: { number: 'B-1' } });
  const recorded = await observed.whenRecorded(1, 2);
  expect(recorded.map(({ topic, uid }) => [topic, uid])).toEqual([['entry.create', ORDER]]);
});
