import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/types';
import { installCapture } from '../adapters/capture';
import { createDatabase } from '../adapters/database';
import { createSender } from '../adapters/http/create-sender';
import type { Settings } from '../config/settings';
import { createDispatcher } from '../dispatcher/dispatcher';
import { createMaintenance } from '../dispatcher/maintenance';
import { WEBHOOK_LIMITS } from '../domain/rules/webhook-limits';
import { createHeaderBuilders } from '../pipeline/header-builders';
import { createRecorders } from '../pipeline/recorder';
import type { DisabledNotice } from '../pipeline/settle-attempts';
import { triggerTest } from '../pipeline/trigger-test';
import { createWebhookDirectory } from '../pipeline/webhook-directory';
import { currentActor } from './actor';
import { createAuditService, type AuditService } from './audit';
import { createCoreImportService, type CoreImportService } from './core-import';
import { createCoreWatch } from './core-watch';
import { coreWebhooksOf } from './core-webhooks';
import { createDeliveriesService, type DeliveriesService } from './deliveries';
import { createEncryptionService, type EncryptionService } from './encryption';
import { readEncryptionKeys } from './encryption-keys';
import { createEventsService, type EventsService } from './events';
import { applyHooks } from './hooks';
import { createLog } from './log';
import { createNetwork } from './network';
import { createRateLimiter, type RateLimiter } from './rate-limiter';
import { readSettings } from './read-settings';
import { createStatsService, type StatsService } from './stats';
import { toldToStrapi } from './strapi-audit-log';
import { realSurroundings } from './surroundings';
import { announcedTopics, createTopicRegistry } from './topics';
import { userAgentOf } from './user-agent';
import { maxTimeoutMsOf } from './webhook-input';
import { newSecret } from './webhook-secrets';
import { createWebhooksService, type WebhooksService } from './webhooks';
import { createWorkUnderWay } from './work-under-way';
import { capturableContentTypes } from './content-types';

/**
 * The composition root: everything that the plugin is made of, put together once for a Strapi.
 *
 * Started things and who stops them: the watch, the dispatcher, the maintenance and the sender stop in `stop`;
 * capture stays until the database closes, since saves still arrive while Strapi shuts down.
 */
export interface Runtime {
  readonly settings: Settings;
  readonly webhooks: WebhooksService;
  readonly deliveries: DeliveriesService;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly stats: StatsService;
  /** Asked by the doors of the HTTP API; scripts may do as much as they like. */
  readonly rates: RateLimiter;
  readonly coreImport: CoreImportService;
  readonly encryption: EncryptionService;
  /**
   * Makes the webhooks of the settings, and begins to watch what becomes of Strapi's own.
   *
   * @throws PluginError `settings_invalid` when a hook does not fit what exists here
   */
  prepare(): Promise<void>;
  /** Starts delivering, where this process is meant to. */
  start(): void;
  /** Stops claiming, waits for attempts on the wire, cuts off the slow ones, and puts all on record. */
  stop(): Promise<void>;
}

/** What recording a test that was cut off may take at the end. */
const RECORDING_MS = 1_000;

/**
 * Puts the plugin together.
 *
 * @param strapi - a Strapi that registers its plugins
 * @throws PluginError `settings_invalid`, `encryption_required`
 */
export const createRuntime = (strapi: Core.Strapi): Runtime => {
  const log = createLog(strapi);
  const surroundings = realSurroundings;
  const { settings } = readSettings(strapi);
  const outside = AsyncLocalStorage.snapshot();

  const { secretBox, encryption } = readEncryptionKeys(strapi, settings, log);
  const access = createDatabase({ strapiDatabase: strapi.db, secretBox });
  const { database } = access;
  const directory = createWebhookDirectory({ stores: (work) => access.read(work), surroundings });
  const { guard, proxyUrl } = createNetwork(strapi, settings, log);
  const sender = createSender({
    lookup: guard.lookup,
    admit: guard.admit,
    connectTimeoutMs: settings.connectTimeoutMs,
    maxResponseBytes: settings.maxResponseBytes,
    maxSocketsPerHost: Math.max(settings.concurrency.total, WEBHOOK_LIMITS.concurrency.max),
    proxyUrl,
    log,
  });
  const deliver = {
    sender,
    settings,
    headers: createHeaderBuilders(settings, userAgentOf(strapi)),
    recorders: createRecorders(settings.defaultHeaders),
    surroundings,
  };

  const announceDisabled = (notice: DisabledNotice): void => {
    const name = JSON.stringify(notice.name);
    log.error(`webhook ${notice.webhookId} ${name} was disabled: ${notice.message}`);
    strapi.eventHub.emit('webhook.disabled', { ...notice }).catch((error: unknown) => {
      log.warn(`a listener of webhook.disabled failed: ${String(error)}`);
    });
  };
  const dispatcher = createDispatcher({
    exchange: { database, directory, settings, surroundings, owner: `app-${randomUUID()}` },
    deliver,
    settings,
    log,
    onDisabled: announceDisabled,
  });
  const tests = createWorkUnderWay();
  const nudge = (): void => {
    dispatcher.nudge();
  };

  const topics = createTopicRegistry({
    announced: () => announcedTopics(strapi),
    configured: settings.topics,
  });
  const capture = installCapture({
    strapi,
    directory,
    eventStoreFor: (trx) => access.eventStoreFor(trx),
    surroundings,
    maxBodyBytes: settings.maxBodyBytes,
    topics,
    onRecorded: dispatcher.announce,
    log,
  });

  const inputContext = () => ({
    topics: topics.list().map(({ name }) => name),
    contentTypes: capturableContentTypes(strapi),
    maxTimeoutMs: maxTimeoutMsOf(settings),
    headerLimits: settings.limits,
  });
  const joined = toldToStrapi(access.joining, { strapi, log });
  const actor = () => currentActor(strapi);
  // A look-up takes its time, and a transaction of the caller's must not wait for it.
  const addressFault = async (url: string): Promise<string | null> =>
    strapi.db.inTransaction() ? guard.urlFault(url) : guard.resolvedUrlFault(url);
  const maintenance = createMaintenance({
    database,
    retention: settings.retention,
    intervalMs: settings.pruneIntervalMs,
    log,
  });

  const changed = (): void => {
    directory.invalidate();
    nudge();
  };
  const secretOfOurs = (): string => newSecret(surroundings);
  const core = coreWebhooksOf(strapi, capture.hearLate);
  const coreWatch = createCoreWatch({ core, read: (work) => access.read(work), directory, log });

  const startDelivering = (): void => {
    outside(() => {
      dispatcher.start();
      maintenance.start();
    });
  };

  return {
    settings,
    webhooks: createWebhooksService({
      database: joined,
      directory,
      surroundings,
      inputContext,
      limits: settings.limits,
      addressFault,
      test: (id) => tests.track(triggerTest(id, { database, directory, deliver, settings })),
      nudge,
      log,
      actor,
    }),
    deliveries: createDeliveriesService({
      database: joined,
      nudge,
      limits: settings.limits,
      actor,
    }),
    audit: createAuditService({ database: joined }),
    events: createEventsService({ capture, topics }),
    stats: createStatsService({ database: joined }),
    encryption: createEncryptionService({ database: joined, encryption, log, actor }),
    rates: createRateLimiter({
      limits: settings.limits,
      monotonicNow: () => surroundings.monotonicNow(),
    }),
    coreImport: createCoreImportService({
      core,
      database: joined,
      inTransaction: (work) => strapi.db.transaction(work),
      knownTopics: () => inputContext().topics,
      limits: settings.limits,
      addressFault,
      newSecret: secretOfOurs,
      changed,
      actor,
    }),
    prepare: async () => {
      await applyHooks({
        hooks: settings.hooks,
        context: inputContext(),
        addressFault: guard.urlFault,
        database,
        surroundings,
        newSecret: secretOfOurs,
        changed,
        log,
      });
      await outside(() => coreWatch.start());
    },
    start: () => {
      const { httpServer } = strapi.server;
      // `strapi export` and the like run bootstraps too, but never listen; `strapi console` does.
      if (settings.dispatcher === 'never') return;
      if (settings.dispatcher === 'auto' && isConsole(process.argv)) return;
      if (settings.dispatcher === 'always' || httpServer.listening) startDelivering();
      else httpServer.once('listening', startDelivering);
    },
    stop: async () => {
      strapi.server.httpServer.off('listening', startDelivering);
      const withinMs = settings.shutdownTimeoutMs;
      // Nothing is claimed from here on, whatever a pruning or a look at core's webhooks still waits for.
      const delivered = Promise.all([dispatcher.stop(withinMs), tests.ended(withinMs)]);
      await Promise.all([delivered, maintenance.stop(), coreWatch.stop()]);
      sender.close();
      // What that cut off is put on record while the database is still open.
      await tests.ended(RECORDING_MS);
    },
  };
};

/** A person's console must not take deliveries away from the server, nor end them when it is closed. */
const isConsole = ([, script = '', command]: readonly string[]): boolean =>
  /[\\/]strapi(\.js)?$/.test(script) && command === 'console';
