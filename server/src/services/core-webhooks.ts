import type { Core } from '@strapi/types';
import { z } from 'zod';
import type { HearLate } from '../adapters/capture/late-announcements';
import type { CoreWebhook } from '../domain/core-webhook';

/** Strapi's own webhooks: its table, and what each process keeps of it in memory. */
export interface CoreWebhooks {
  list(): Promise<CoreWebhook[]>;
  /** Turns one off in the table; part of the caller's Strapi transaction. */
  turnOff(id: string): Promise<void>;
  /** Whether this process may call any receiver for Strapi. */
  isBusy(): boolean;
  /**
   * Keeps this process from calling the receiver for what is saved from now on. What was saved before is
   * still announced and sent: its deliveries may have been made without the webhook that takes over.
   */
  silence(webhook: CoreWebhook): void;
}

const UID = 'strapi::webhook';

interface Store {
  findWebhooks(): Promise<readonly unknown[]>;
}

interface RunningWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly isEnabled: boolean;
}

interface Announcement {
  readonly event: string;
  readonly info: unknown;
}

type Worker = (announcement: Announcement) => Promise<void>;

/** It asks at its turn, not when it is filled, whom to call. */
interface Queue {
  readonly queue: readonly Announcement[];
  readonly worker: Worker;
  subscribe(worker: Worker): void;
}

interface Runner {
  /** By event. */
  readonly webhooksMap: ReadonlyMap<string, readonly RunningWebhook[]>;
  readonly queue: Queue;
  run(webhook: RunningWebhook, event: string, info: unknown): Promise<unknown>;
  /** Takes the one with this id out and puts this one in. */
  update(webhook: RunningWebhook): void;
}

const rowSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  name: z.string().nullish(),
  url: z.string().nullish(),
  headers: z.record(z.string(), z.unknown()).nullish().catch(null),
  events: z.array(z.string()).nullish().catch(null),
  isEnabled: z.boolean().nullish(),
});

const headerText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/**
 * Opens Strapi's own webhooks.
 *
 * @param strapi - the Strapi
 * @param hearLate - hears what is still to be announced of what is saved
 */
export const coreWebhooksOf = (strapi: Core.Strapi, hearLate: HearLate): CoreWebhooks => ({
  list: async () => {
    const rows = await strapi.get<Store>('webhookStore').findWebhooks();
    return rows.map((row) => {
      const { id, name, url, headers, events, isEnabled } = rowSchema.parse(row);
      return {
        id,
        name: name ?? '',
        url: url ?? '',
        headers: Object.fromEntries(
          Object.entries(headers ?? {}).map(([header, value]) => [header, headerText(value)]),
        ),
        events: events ?? [],
        isEnabled: isEnabled === true,
      };
    });
  },

  turnOff: async (id) => {
    await strapi.db.query(UID).update({ where: { id }, data: { enabled: false } });
  },

  isBusy: () => {
    const { webhooksMap } = strapi.get<Runner>('webhookRunner');
    return [...webhooksMap.values()].some((webhooks) =>
      webhooks.some(({ isEnabled }) => isEnabled),
    );
  },

  silence: (webhook) => {
    const runner = strapi.get<Runner>('webhookRunner');
    const running = runningIn(runner, webhook.id);
    if (running?.isEnabled === true) {
      sendWhatWaits(runner, running);
      hearLate(running.events, (event, info) => void runner.run(running, event, info));
    }
    runner.update({ ...webhook, isEnabled: false });
  },
});

const runningIn = ({ webhooksMap }: Runner, id: string): RunningWebhook | undefined =>
  [...webhooksMap.values()].flat().find((running) => running.id === id);

/** Has the queue call a receiver for what waits now, although it will not find the receiver any more. */
const sendWhatWaits = (runner: Runner, webhook: RunningWebhook): void => {
  const { queue } = runner;
  const waiting = new Set(queue.queue.filter(({ event }) => webhook.events.includes(event)));
  if (waiting.size === 0) return;
  const { worker } = queue;
  const sendToo: Worker = async (announcement) => {
    await worker(announcement);
    if (!waiting.delete(announcement)) return;
    if (waiting.size === 0 && queue.worker === sendToo) queue.subscribe(worker);
    await runner.run(webhook, announcement.event, announcement.info);
  };
  queue.subscribe(sendToo);
};
