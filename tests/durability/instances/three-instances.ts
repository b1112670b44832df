import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';

const WEBHOOKS = `strapi.plugin('durable-webhooks').service('webhooks')`;
const CREATE = `return (await ${WEBHOOKS}.create(argument)).webhook.id;`;
const PAUSE = `await ${WEBHOOKS}.pause(argument);`;
const RESUME = `await ${WEBHOOKS}.resume(argument, 'deliver');`;
const DELETE_ALL = `for (const { id } of await ${WEBHOOKS}.list()) await ${WEBHOOKS}.delete(id);`;
const SAVE = `
  const ids = [];
  for (const name of argument) {
    ids.push((await strapi.documents('api::tag.tag').create({ data: { name } })).documentId);
  }
  return ids;`;

const TEN_MINUTES_MS = 600_000;
/** After this long every instance knows of a change. */
export const KNOWN_MS = 1_000;
const LEASE_MS = 6_000;

/** The second instance's clock is ten minutes ahead and the third one's ten minutes behind, in all of this. */
export const INSTANCES = [
  ['one', 0],
  ['two', TEN_MINUTES_MS],
  ['three', -TEN_MINUTES_MS],
] as const;

export type InstanceName = (typeof INSTANCES)[number][0];

/** Three processes on one database, and what tests do with them. */
export interface Instances {
  readonly database: TestDatabase;
  /** Of the test under way. */
  readonly receiver: Receiver;
  readonly all: readonly AppProcess[];
  app(name: InstanceName): AppProcess;
  /** Which instance sent a request. */
  senderOf(request: ReceivedRequest): InstanceName | undefined;
  /** The names of the entries that arrived, in the order they came. */
  names(): string[];
  /** A webhook that all instances know. */
  create(over?: object): Promise<number>;
  pause(on: InstanceName, webhookId: number): Promise<void>;
  resume(on: InstanceName, webhookId: number): Promise<void>;
  /** Saves entries. @returns their documents */
  save(on: InstanceName, names: readonly string[]): Promise<string[]>;
  /** Saves so many entries on each, all at once. @returns their names */
  saveEverywhere(prefix: string, each: number): Promise<string[]>;
  /** Deliveries that somebody holds. */
  leased(): Promise<string[]>;
  openReceiver(): Promise<void>;
  /** Deletes the webhooks and closes the receiver. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export const nameIn = ({ json }: ReceivedRequest): string | undefined =>
  (json as { entry?: { name?: string } }).entry?.name;

/** Boots the three. */
export const startInstances = async (): Promise<Instances> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-instances-'));
  await mkdir(join(folder, 'uploads'));
  const database = await installedDatabase();
  const apps = new Map<InstanceName, AppProcess>();
  let receiver = await startReceiver();
  const stop = async (): Promise<void> => {
    for (const app of apps.values()) {
      app.signal('SIGCONT');
      await app.kill();
    }
    await receiver.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  const start = async (name: InstanceName, shiftMs: number): Promise<void> => {
    const app = await startAppProcess({
      ...database.environment,
      PUBLIC_DIR: folder,
      NODE_OPTIONS: `--require ${resolve(__dirname, '..', '..', 'fixtures', 'clock.cjs')}`,
      CLOCK_SHIFT_MS: String(shiftMs),
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
        ...FAST_SETTINGS,
        dispatcher: 'auto',
        timeoutMs: 2_500,
        lease: { durationMs: LEASE_MS },
        pollIntervalMs: 1_000,
        defaultHeaders: { 'X-Instance': name },
      }),
    });
    apps.set(name, app);
  };
  try {
    // Strapi itself cannot make its tables in two processes at once.
    for (const [name, shiftMs] of INSTANCES) await start(name, shiftMs);
  } catch (error) {
    await stop();
    throw error;
  }

  const app = (name: InstanceName): AppProcess => {
    const found = apps.get(name);
    if (found === undefined) throw new Error(`no instance ${name}`);
    return found;
  };
  const save: Instances['save'] = (on, names) => app(on).run(SAVE, names);

  return {
    database,
    get receiver() {
      return receiver;
    },
    get all() {
      return [...apps.values()];
    },
    app,
    senderOf: ({ headers }) =>
      INSTANCES.map(([name]) => name).find((name) => name === headers['x-instance']),
    names: () => receiver.requests.map(nameIn).filter((name) => name !== undefined),
    create: async (over = {}) => {
      const webhook = { topics: ['entry.create'], deliveryUrl: receiver.url, ...over };
      const id = await app('one').run<number>(CREATE, webhook);
      await pause(KNOWN_MS);
      return id;
    },
    pause: (on, webhookId) => app(on).run(PAUSE, webhookId),
    resume: (on, webhookId) => app(on).run(RESUME, webhookId),
    save,
    saveEverywhere: async (prefix, each) => {
      const lists = INSTANCES.map(([name]) =>
        Array.from({ length: each }, (_value, index) => `${prefix} ${name} ${index}`),
      );
      await Promise.all(INSTANCES.map(([name], index) => save(name, lists[index] ?? [])));
      return lists.flat();
    },
    leased: async () => {
      const rows = await database
        .connect()('durable_webhooks_deliveries')
        .whereNotNull('lease_owner')
        .select<{ id: string }[]>('id');
      return rows.map(({ id }) => id);
    },
    openReceiver: async () => {
      await receiver.close();
      receiver = await startReceiver();
    },
    clear: async () => {
      await app('one').run(DELETE_ALL);
      await receiver.close();
    },
    stop,
  };
};
