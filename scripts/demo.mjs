/** npm run demo: what the plugin does, shown on a running Strapi. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onNextInterrupt } from './run/child.mjs';
import { buildPlugin, buildPlaygroundAdmin, installMissing, SetupError } from './run/setup.mjs';

const USAGE = `npm run demo             stays, so that the admin panel can be opened; Ctrl-C ends it
npm run demo -- --once   ends after the tour, with the counts as one line of JSON`;

const options = process.argv.slice(2);
const unknown = options.find((option) => !['--once', '--help'].includes(option));
if (unknown !== undefined || options.includes('--help')) {
  if (unknown !== undefined) console.error(`Unknown option ${unknown}\n`);
  console.log(USAGE);
  process.exit(unknown === undefined ? 0 : 1);
}
const once = options.includes('--once');
const EMAIL = 'demo@example.com';
const START_SECONDS = 120;
const startedAt = performance.now();
const dataFolder = mkdtempSync(join(tmpdir(), 'durable-webhooks-demo-'));
process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true }));

let stepCount = 0;
let current = null;

/** Runs one step of the demo, which must end within its time. */
const step = async (title, seconds, work) => {
  stepCount += 1;
  current = title;
  console.log(`\n${stepCount}. ${title}`);
  const began = performance.now();
  let alarm;
  const tooLong = new Promise((_resolve, reject) => {
    alarm = setTimeout(
      () => reject(new Error(`"${title}" took longer than ${seconds} s`)),
      seconds * 1000,
    );
  });
  const value = await Promise.race([work(), tooLong]).finally(() => clearTimeout(alarm));
  const took = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`   ✔ ${typeof value === 'string' ? `${value} ` : ''}(${took} s)`);
  return value;
};

const mark = (good) => (good ? '✔' : '✘');

const printDelivery = (one) => {
  const title = one.title === null ? '' : ` "${one.title}"`;
  console.log(
    `   → ${one.path} got ${one.topic}${title}, sequence ${one.sequence}, attempt ${one.attempt};` +
      ` WooCommerce ${mark(one.wooCommerce)} Standard Webhooks ${mark(one.standard)}; answers ${one.status}`,
  );
};

const checkAdmin = async (app, credentials) => {
  await app.ask('createAdmin', credentials);
  const page = await fetch(`${app.url}/admin`);
  if (!page.ok) throw new Error(`the admin panel answers ${page.status}`);
  const login = await fetch(`${app.url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  if (!login.ok) throw new Error(`the login answers ${login.status}: ${await login.text()}`);
  return `${credentials.email} can log in with ${credentials.password}`;
};

const stayUntilInterrupted = async (app, credentials) => {
  console.log(`
The demo keeps running. Whatever you publish now arrives at /reliable, and is printed here.

   Admin panel   ${app.url}/admin
   E-mail        ${credentials.email}
   Password      ${credentials.password}

Ctrl-C ends it and removes its data.`);
  current = 'Keep running';
  const interrupted = new Promise((resolve) => onNextInterrupt(resolve));
  const crash = await Promise.race([interrupted.then(() => null), app.gone]);
  if (crash !== null) throw crash;
};

const main = async () => {
  await step('Install what is missing', 1500, installMissing);
  await step('Build the plugin', 200, buildPlugin);
  await step("Build the playground's admin panel", 400, buildPlaygroundAdmin);

  // Imported only now: on a fresh clone the verifiers have just been installed.
  const { startApp } = await import('./demo/start-app.mjs');
  const { startReceiver } = await import('./demo/receiver.mjs');
  const { countAll, tour } = await import('./demo/tour.mjs');

  const receiver = await startReceiver(printDelivery);
  const credentials = { email: EMAIL, password: `Demo-1-${randomBytes(9).toString('base64url')}` };
  let app;
  try {
    await step('Start Strapi on a fresh SQLite database', START_SECONDS, async () => {
      app = await startApp(dataFolder, { onLine: (line) => console.log(`   strapi | ${line}`) });
      return app.url;
    });
    await step('Open the admin panel', 30, () => checkAdmin(app, credentials));

    const context = { app, receiver };
    let known;
    for (const { title, seconds, run } of tour) {
      const value = await step(title, seconds, () => run(context, known));
      if (typeof value === 'object') known = value;
    }
    const counts = await countAll(context);
    if (counts.verified !== counts.requests) throw new Error('not every request was verified');
    if (!once) await stayUntilInterrupted(app, credentials);
    await step('Stop Strapi', 30, async () => {
      const code = await app.stop();
      if (code !== 0) throw new Error(`Strapi ended with ${code}`);
    });
    return counts;
  } finally {
    await app?.stop();
    receiver.close();
  }
};

const say = (result) =>
  console.log(
    `\n${JSON.stringify({ ...result, seconds: Math.round((performance.now() - startedAt) / 1000) })}`,
  );

try {
  say({ ok: true, ...(await main()) });
  process.exit(0);
} catch (error) {
  console.error(`\n   ✘ ${error instanceof SetupError ? error.message : error.stack}`);
  say({ ok: false, failedStep: current, error: error.message.split('\n')[0] });
  process.exit(1);
}
