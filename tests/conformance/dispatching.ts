import { resolveSettings } from '../../server/src/config/resolve';
import type { Settings } from '../../server/src/config/settings';
import { createDispatcher } from '../../server/src/dispatcher/dispatcher';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import type { Database, Log, Sender, SendResult } from '../../server/src/pipeline/ports';
import { createHeaderBuilders } from '../../server/src/pipeline/header-builders';
import { createRecorders } from '../../server/src/pipeline/recorder';
import { createWebhookDirectory } from '../../server/src/pipeline/webhook-directory';
import { realSurroundings } from '../../server/src/services/surroundings';

const settingsWith = (plugin: Readonly<Record<string, unknown>>): Settings =>
  resolveSettings({
    serverWebhooks: {},
    // Nothing but what is tested brings an exchange.
    plugin: { pollIntervalMs: 60_000, ...plugin },
    absoluteUrl: 'http://localhost',
    environment: 'test',
  }).settings;

const silent = (): void => undefined;
export const SILENT_LOG: Log = { debug: silent, info: silent, warn: silent, error: silent };

/** Whom its leases belong to. */
export const DISPATCHER = 'dispatcher';

/** What a receiver that is well answers. */
export const ANSWERED: SendResult = {
  response: { status: 200, headers: {}, body: '', bodyTruncated: false },
  retryAfter: null,
  date: null,
  error: null,
  durationMs: 1,
};

/** What a receiver answers that does not take it. */
export const REFUSED: SendResult = {
  ...ANSWERED,
  response: { status: 500, headers: {}, body: '', bodyTruncated: false },
};

/** What comes of an attempt that was cut off, or not made after all. */
export const INTERRUPTED: SendResult = {
  response: null,
  error: { code: 'interrupted', message: '' },
  durationMs: 1,
};

export interface DispatchingOptions {
  /** Where it says what went wrong. */
  readonly log?: Log;
  /** Settings that differ from the defaults. */
  readonly plugin?: Readonly<Record<string, unknown>>;
  readonly monotonicNow?: () => number;
}

/**
 * Makes a dispatcher over the real stores; nothing happens before `start`.
 *
 * @param database - what its exchanges are made with
 * @param send - what stands for the receivers
 * @param options - what differs from the usual
 */
export const dispatcherOver = (
  database: Database,
  send: Sender['send'],
  options: DispatchingOptions = {},
): Dispatcher => {
  const settings = settingsWith(options.plugin ?? {});
  const { monotonicNow } = { ...realSurroundings, ...options };
  const surroundings = { ...realSurroundings, monotonicNow };
  const directory = createWebhookDirectory({
    stores: (read) => read(database.stores, false),
    surroundings,
  });
  return createDispatcher({
    exchange: { database, directory, settings, surroundings, owner: DISPATCHER },
    deliver: {
      sender: { send, close: silent },
      settings,
      headers: createHeaderBuilders(settings, 'test'),
      recorders: createRecorders({}),
      surroundings,
    },
    settings,
    log: options.log ?? SILENT_LOG,
    onDisabled: silent,
  });
};
