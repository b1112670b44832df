import { writePing } from '../../server/src/pipeline/ping';
import { exchangeWork, type ExchangeDeps } from '../../server/src/pipeline/exchange-work';
import { createWebhookDirectory } from '../../server/src/pipeline/webhook-directory';
import type { WebhookDirectory } from '../../server/src/pipeline/ports';
import { realSurroundings } from '../../server/src/services/surroundings';
import { resolveSettings } from '../../server/src/config/resolve';
import { databaseServers } from '../helpers/databases';
import { notHere } from '../helpers/not-here';
import { aNewWebhook, openFixture, type Fixture } from './fixture';
import { QUIET_EXCHANGE } from './instance';

const servers = databaseServers().filter(({ client }) => client !== 'sqlite');

const { settings } = resolveSettings({
  serverWebhooks: {},
  plugin: {},
  absoluteUrl: 'http://localhost',
  environment: 'test',
});

// On SQLite nothing can commit between two statements of an exchange.
describe.each(servers.length > 0 ? servers : [null])('an exchange on %#', (server) => {
  if (server === null) {
    notHere('an exchange beside another needs PostgreSQL, MySQL or MariaDB');
    return;
  }
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());

  const exchange = (directory: WebhookDirectory) => {
    const deps: ExchangeDeps = {
      database: fixture.database,
      directory,
      settings,
      surroundings: realSurroundings,
      owner: 'me',
    };
    return exchangeWork(() => QUIET_EXCHANGE, deps);
  };

  test('does not lose the ping of a webhook that is saved while it reads the webhooks', async () => {
    const other = fixture.connectAgain();
    const directory = createWebhookDirectory({
      stores: (read) => read(fixture.stores, false),
      surroundings: realSurroundings,
    });
    const saveWebhook = (): Promise<boolean> =>
      other.database.transaction(async (stores) => {
        const id = await stores.registry.create(aNewWebhook({ name: 'new' }));
        return writePing(stores, { id, name: 'new' }, realSurroundings);
      });
    const first = await exchange({
      ...directory,
      current: async (stores) => {
        const snapshot = await directory.current(stores);
        await saveWebhook();
        return snapshot;
      },
    });
    const second = await exchange(directory);
    const topics = [...first.work, ...second.work].map(({ delivery }) => delivery.topic);
    expect(topics).toEqual(['ping']);
  });
});
