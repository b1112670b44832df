import { messageOf } from '../errors/message-of';
import type { Log, Stores, WebhookDirectory } from '../pipeline/ports';
import type { CoreWebhooks } from './core-webhooks';

/** Notices that another instance turned some of Strapi's webhooks off, which Strapi itself does not. */
export interface CoreWatch {
  /** To be called before Strapi reads its webhooks: what is turned off after that is noticed. */
  start(): Promise<void>;
  /** Resolves when nothing is read any more. */
  stop(): Promise<void>;
}

/** Well below the second within which an import is promised to take effect everywhere. */
const INTERVAL_MS = 400;

export interface CoreWatchDeps {
  readonly core: CoreWebhooks;
  readonly read: <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;
  readonly directory: Pick<WebhookDirectory, 'invalidate'>;
  readonly log: Log;
}

/**
 * Makes the watch; nothing happens before `start`.
 *
 * @param deps - Strapi's webhooks, where the counter is read, and our own webhooks in memory
 */
export const createCoreWatch = ({ core, read, directory, log }: CoreWatchDeps): CoreWatch => {
  let known = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    // Without any of Strapi's own webhooks in memory, nobody is called twice.
    if (!core.isBusy()) return;
    const revision = await read((stores) => stores.registry.coreRevision());
    if (revision === known) return;
    const disabled = (await core.list()).filter(({ isEnabled }) => !isEnabled);
    // In one turn, and ours first: what is saved before is Strapi's to send, what comes after is ours.
    directory.invalidate();
    disabled.forEach(core.silence);
    known = revision;
  };

  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = look()
        .catch((error: unknown) => {
          log.warn(`Strapi's own webhooks could not be compared: ${messageOf(error)}`);
        })
        .then(schedule);
    }, INTERVAL_MS);
    timer.unref();
  };

  return {
    start: async () => {
      known = await read((stores) => stores.registry.coreRevision());
      schedule();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
};
