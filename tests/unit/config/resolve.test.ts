import { resolveSettings, type SettingsSources } from '../../../server/src/config/resolve';
import { PluginError } from '../../../server/src/errors/plugin-error';

const sources = (over: Partial<SettingsSources> = {}): SettingsSources => ({
  serverWebhooks: undefined,
  plugin: undefined,
  absoluteUrl: 'https://cms.example.com',
  environment: 'production',
  ...over,
});

const faultsOf = (over: Partial<SettingsSources>) => {
  try {
    resolveSettings(sources(over));
  } catch (error) {
    if (error instanceof PluginError) return { code: error.code, text: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('which file wins', () => {
  it('is config/plugins, value by value', () => {
    const { settings } = resolveSettings(
      sources({
        serverWebhooks: { timeoutMs: 4000, concurrency: { perWebhook: 2, total: 20 } },
        plugin: { timeoutMs: 9000, concurrency: { total: 30 } },
      }),
    );
    expect(settings.timeoutMs).toBe(9000);
    expect(settings.concurrency).toEqual({ perWebhook: 2, total: 30 });
  });

  it('with lists replaced, not joined', () => {
    const { settings } = resolveSettings(
      sources({
        serverWebhooks: { retry: { schedule: [1, 2, 3], jitter: 0.5 } },
        plugin: { retry: { schedule: [60] } },
      }),
    );
    expect(settings.retry).toEqual({ schedule: [60], jitter: 0.5 });
  });

  it('unless config/plugins says undefined, as env() does of a variable that is not set', () => {
    const { settings } = resolveSettings(
      sources({ serverWebhooks: { timeoutMs: 4000 }, plugin: { timeoutMs: undefined } }),
    );
    expect(settings.timeoutMs).toBe(4000);
  });

  it('is nobody where both are silent: the defaults hold', () => {
    const { settings, warnings } = resolveSettings(sources());
    expect(settings).toMatchObject({
      timeoutMs: 15_000,
      connectTimeoutMs: 5_000,
      concurrency: { perWebhook: 16, total: 64 },
      maxConsecutiveFailures: 5,
      maxBodyBytes: 1024 * 1024,
      retention: { days: 14 },
    });
    expect(warnings).toEqual([]);
  });
});

describe('the address that receivers are told', () => {
  it('is that of Strapi, with a slash at its end', () => {
    expect(resolveSettings(sources()).settings.sourceUrl).toBe('https://cms.example.com/');
  });

  it('is sourceUrl where it is set', () => {
    const { settings } = resolveSettings(
      sources({ serverWebhooks: { sourceUrl: 'https://shop.example.com/cms/' } }),
    );
    expect(settings.sourceUrl).toBe('https://shop.example.com/cms/');
  });

  const LOCAL = ['http://localhost:1337', 'http://127.0.0.1:1337', 'http://[::1]:1337'];

  it.each(LOCAL)('is worth a warning in production when it is %s', (absoluteUrl) => {
    const { warnings } = resolveSettings(sources({ absoluteUrl }));
    expect(warnings).toEqual([expect.stringContaining('set server.url or webhooks.sourceUrl')]);
  });

  it.each(['development', 'test'])('is worth none in %s', (environment) => {
    const { warnings } = resolveSettings(
      sources({ absoluteUrl: 'http://localhost:1337', environment }),
    );
    expect(warnings).toEqual([]);
  });
});

describe('a webhook of the settings', () => {
  const hook = { key: 'search', topics: ['entry.publish'], deliveryUrl: 'https://a.test/' };

  it('is worth a warning when its secret is undefined, as of a variable that is not set', () => {
    const { warnings } = resolveSettings(
      sources({ serverWebhooks: { hooks: [hook, { ...hook, key: 'site', secret: undefined }] } }),
    );
    expect(warnings).toEqual([expect.stringContaining('webhooks.hooks.1.secret is undefined')]);
  });
});

describe('defaultHeaders', () => {
  it('are the text of what is set, as in core', () => {
    const { settings } = resolveSettings(
      sources({
        serverWebhooks: { defaultHeaders: { 'X-Shop': 'eu', 'X-Number': 7, 'X-On': true } },
      }),
    );
    expect(settings.defaultHeaders).toEqual({ 'X-Shop': 'eu', 'X-Number': '7', 'X-On': 'true' });
  });

  it('may be as long as in core: the limits are for the headers of webhooks', () => {
    const defaultHeaders = { 'X-Long': 'a'.repeat(9000), ['X-'.padEnd(300, 'y')]: 'b' };
    const { settings, warnings } = resolveSettings(sources({ serverWebhooks: { defaultHeaders } }));
    expect(settings.defaultHeaders).toEqual(defaultHeaders);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['a reserved name', 'X-WC-Webhook-Signature', 'forged'],
    ['a line break', 'X-Split', 'a\r\nX-Injected: b'],
    ['a name that HTTP forbids', 'X Space', 'a'],
    ['what env() gives of a variable that is not set', 'Authorization', undefined],
    ['null', 'X-Null', null],
  ])('leave out %s and say which', (_what, name, value) => {
    const { settings, warnings } = resolveSettings(
      sources({ serverWebhooks: { defaultHeaders: { [name]: value, 'X-Kept': 'yes' } } }),
    );
    expect(settings.defaultHeaders).toEqual({ 'X-Kept': 'yes' });
    expect(warnings).toEqual([expect.stringContaining(`"${name}" is ignored`)]);
  });
});

describe('what is not known', () => {
  it('in config/server is passed over with a warning, for core has settings there too', () => {
    const { warnings } = resolveSettings(sources({ serverWebhooks: { populateRelations: false } }));
    expect(warnings).toEqual([
      'config/server: webhooks.populateRelations is not a setting of durable-webhooks and is ignored',
    ]);
  });

  it('in config/plugins stops the boot, for only a slip of the pen puts it there', () => {
    const { code, text } = faultsOf({ plugin: { timeoutMS: 3000 } });
    expect(code).toBe('settings_invalid');
    expect(text).toContain('timeoutMS');
  });
});

describe('a wrong value', () => {
  it.each([
    [{ timeoutMs: '15s' }, 'timeoutMs', 'number'],
    [{ retry: { schedule: '60' } }, 'retry.schedule', 'array'],
    [{ concurrency: { perWebhook: 0 } }, 'concurrency.perWebhook', '1'],
    [{ network: { ports: [99_999] } }, 'network.ports', 'port'],
    [{ defaultHeaders: { 'X-List': ['a'] } }, 'defaultHeaders.X-List', 'text, a number, true or'],
    [{ defaultHeaders: { 'X-Object': {} } }, 'defaultHeaders.X-Object', 'text, a number, true or'],
    [{ successStatuses: [true] }, 'successStatuses.0', 'a status code from 100 to 599 or a class'],
    [{ successStatuses: [204, 200.5] }, 'successStatuses.1', 'a status code from 100 to 599 or'],
    [{ successStatuses: [99] }, 'successStatuses.0', 'a status code from 100 to 599 or a class'],
    [{ successStatuses: ['2xx', '6xx'] }, 'successStatuses.1', 'a class such as "2xx"'],
    [{ dispatcher: 'sometimes' }, 'dispatcher', 'auto'],
    [{ lease: { durationMs: 1000 } }, 'lease.durationMs', 'twice timeoutMs'],
  ])('%j is refused by its key and with what was expected', (plugin, key, expected) => {
    const { code, text } = faultsOf({ plugin });
    expect(code).toBe('settings_invalid');
    expect(text).toContain(key);
    expect(text).toContain(expected);
  });

  it('is not the only one to be named', () => {
    const { text } = faultsOf({ plugin: { timeoutMs: 'long', pollIntervalMs: 'short' } });
    expect(text).toContain('timeoutMs');
    expect(text).toContain('pollIntervalMs');
  });

  it.each([
    ['server.webhooks', { serverWebhooks: [] }],
    ['durable-webhooks', { plugin: 'on' }],
  ])('%s that is no object is named', (where, over) => {
    expect(faultsOf(over).text).toContain(`${where}: expected an object`);
  });
});
