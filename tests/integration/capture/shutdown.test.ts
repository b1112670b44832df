import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { pluginOf } from '../../helpers/plugin';
import { bootPlayground } from '../../helpers/strapi';
import { subscribeTo } from './observed-app';

jest.setTimeout(60_000);

const TAG = 'api::tag.tag';

let database: TestDatabase;

beforeAll(async () => {
  database = await installedDatabase();
});
afterAll(() => database.drop());

test('capture lasts until the database closes', async () => {
  const app = await bootPlayground({ database, settings: { dispatcher: 'never' } });
  await subscribeTo(pluginOf(app.strapi), ['*']);
  const saveLate = app.strapi.server.destroy.bind(app.strapi.server);
  app.strapi.server.destroy = async () => {
    // The plugin was told to stop already; this is a request that was still being served.
    await app.strapi.documents(TAG).create({ data: { name: 'late' } });
    await app.strapi.eventHub.emit('media.create', { media: { id: 1 } });
    await saveLate();
  };
  await app.stop();
  const rows = await database.connect()('durable_webhooks_events').select('topic').orderBy('id');
  expect(rows.map(({ topic }) => topic)).toEqual(['entry.create', 'media.create']);
});
