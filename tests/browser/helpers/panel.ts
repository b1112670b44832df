import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { sqliteEnvironment, startAppProcess } from '../../helpers/app-process';
import type { AppProcess } from '../../helpers/app-process';
import { startReceiver } from '../../helpers/receiver';
import type { Receiver } from '../../helpers/receiver';

/** How long a page may take to show something, on a slow machine. */
export const PATIENCE_MS = 25_000;

const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PASSWORD = 'Browser-suite-1';
const PERMISSION = 'plugin::durable-webhooks.';

/** How somebody looks at the panel. */
export interface Look {
  /** The name given to {@link Panel.addPerson}; the super admin unless given. */
  readonly person?: string;
  readonly language?: 'en' | 'ja' | 'zh-Hans';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** The playground with its panel, a browser and a receiver. */
export interface Panel {
  readonly app: AppProcess;
  readonly receiver: Receiver;
  /** Adds somebody whose role may do these things of the plugin, and nothing else. */
  addPerson(name: string, permissions: readonly string[]): Promise<void>;
  /** Opens a window in which somebody has logged in. */
  open(look?: Look): Promise<Page>;
  /** The address of a screen of the plugin. */
  screen(path: string): string;
  /** The address of anything in the admin panel. */
  admin(path: string): string;
  stop(): Promise<void>;
}

const ADD_PERSON = `
  const { name, password, actions } = argument;
  const roles = strapi.service('admin::role');
  const role = actions === null
    ? await roles.getSuperAdmin()
    : await roles.create({ name, description: name });
  if (actions !== null) {
    await roles.assignPermissions(
      role.id,
      actions.map((action) => ({ action, subject: null, properties: {}, conditions: [] })),
    );
  }
  await strapi.service('admin::user').create({
    email: name + '@example.com', password, firstname: 'Kai', lastname: 'Doe',
    registrationToken: null, isActive: true, roles: [role.id],
  });
`;

/**
 * Starts the playground as people meet it, with its built panel, on a fresh database.
 *
 * @param settings - what `config/server` holds under `webhooks`; a function gets the receiver's URL
 * @returns what a test needs to use it; `stop()` ends all of it
 */
export const startPanel = async (
  settings: (receiverUrl: string) => Readonly<Record<string, unknown>> = () => ({}),
): Promise<Panel> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-panel-'));
  await mkdir(join(folder, 'public', 'uploads'), { recursive: true });
  const receiver = await startReceiver();
  const app = await startAppProcess({
    ...sqliteEnvironment(folder),
    // Not production: there, Strapi's login cookie needs https.
    NODE_ENV: 'development',
    SERVE_ADMIN_PANEL: 'true',
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify(settings(receiver.url)),
  });
  const executablePath = process.env['DURABLE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  const admin = (path: string): string => `${app.baseUrl}/admin${path}`;

  const addPerson = async (name: string, permissions: readonly string[] | null): Promise<void> => {
    const actions = permissions?.map((one) => PERMISSION + one) ?? null;
    await app.run(ADD_PERSON, { name, password: PASSWORD, actions });
  };
  await addPerson('owner', null);

  const sessions = new Map<string, BrowserContextOptions['storageState']>();
  return {
    app,
    receiver,
    addPerson,
    admin,
    screen: (path) => admin(`/plugins/durable-webhooks${path}`),
    async open({ person = 'owner', ...look } = {}) {
      const session = sessions.get(person) ?? (await logIn(browser, admin('/auth/login'), person));
      sessions.set(person, session);
      return openWindow(browser, session, look);
    },
    async stop() {
      await browser.close();
      await app.terminate();
      await receiver.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const openWindow = async (
  browser: Browser,
  session: BrowserContextOptions['storageState'],
  { language = 'en', theme = 'light', width = 1440, height = 1000 }: Omit<Look, 'person'>,
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width, height },
    ...(session === undefined ? {} : { storageState: session }),
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    `localStorage.setItem('STRAPI_THEME', '${theme}');
     localStorage.setItem('strapi-admin-language', '${language}');
     localStorage.setItem('STRAPI_GUIDED_TOUR', JSON.stringify({ hidden: true, enabled: false }));
     localStorage.setItem('STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false', 'true');`,
  );
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
};

const logIn = async (
  browser: Browser,
  url: string,
  person: string,
): Promise<BrowserContextOptions['storageState']> => {
  const page = await openWindow(browser, undefined, {});
  await page.goto(url);
  await page.getByLabel('Email').fill(`${person}@example.com`);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('link', { name: 'Home' }).first().waitFor();
  const state = await page.context().storageState();
  await page.context().close();
  return state;
};
