/**
 * npm run test:install: the packed plugin in fresh Strapi apps outside of the repository, once in
 * JavaScript and once in TypeScript. Each is built and started, and a delivery arrives.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appSecrets } from '../../scripts/run/app-secrets.mjs';
import { endGroup, run, start } from '../../scripts/run/child.mjs';
import { root } from '../../scripts/run/root.mjs';
import { buildPlugin, installMissing } from '../../scripts/run/setup.mjs';
import { writeApp } from './app-files.mjs';

const INSTALL_SECONDS = 900;
const BUILD_SECONDS = 300;
const START_SECONDS = 90;
const DELIVERY_SECONDS = 30;
const STOP_SECONDS = 20;

const workshop = mkdtempSync(join(tmpdir(), 'durable-webhooks-install-'));
process.on('exit', () => rmSync(workshop, { recursive: true, force: true }));

let passed = 0;
let failed = 0;

/** Runs one check; what follows it needs it, so the first failure ends the test. */
const check = async (title, work) => {
  const began = performance.now();
  try {
    const value = await work();
    passed += 1;
    console.log(`✔ ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    return value;
  } catch (error) {
    failed += 1;
    console.log(`✘ ${title}\n  ${error.stack}`);
    throw error;
  }
};

const within = (seconds, promise, what) => {
  let alarm;
  const tooLong = new Promise((_resolve, reject) => {
    alarm = setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, tooLong]).finally(() => clearTimeout(alarm));
};

const must = async (title, command, options) => {
  const result = await run(title, command, { quiet: true, ...options });
  if (!result.ok) throw new Error(`${title}: ${result.timedOut ? 'too slow' : 'failed'}`);
  return result;
};

const pack = async () => {
  await must('npm pack', ['npm', 'pack', '--ignore-scripts', '--pack-destination', workshop], {
    cwd: root,
    budgetSeconds: 60,
  });
  const [tarball] = readdirSync(workshop).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack left nothing in ${workshop}`);
  return join(workshop, tarball);
};

/** Collects requests; `next` waits for the first of a topic. */
const startReceiver = async () => {
  const requests = [];
  let tell = () => {};
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.end('ok');
    tell();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    next: (topic) =>
      new Promise((resolve) => {
        tell = () => {
          const found = requests.find(({ headers }) => headers['x-strapi-event'] === topic);
          if (found !== undefined) resolve(found);
        };
        tell();
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};

const bundleMentions = (folder, text) =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).some(
    (entry) =>
      entry.isFile() &&
      entry.name.endsWith('.js') &&
      readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8').includes(text),
  );

const answers = async (url) => {
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

/** Builds and starts an app whose packages are installed, and sees a delivery arrive. */
const tryApp = async (folder, language) => {
  // Imported only now: on a fresh clone it has just been installed.
  const { Webhook: StandardVerifier } = await import('standardwebhooks');
  await check(`${language}: builds, with the plugin in its admin panel`, async () => {
    await must('strapi build', ['npm', 'run', '--silent', 'build'], {
      cwd: folder,
      budgetSeconds: BUILD_SECONDS,
      env: { NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' },
    });
    const build = join(folder, language === 'TypeScript' ? 'dist/build' : 'build');
    if (!bundleMentions(build, 'durable-webhooks'))
      throw new Error('the plugin is not in the admin');
  });

  const receiver = await startReceiver();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const title = `Written by the ${language} app`;
  const port = await freePort();
  // What `npm run start` runs, without npm in between: its exit code is Strapi's.
  const strapi = join(folder, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');
  const app = start([process.execPath, strapi, 'start'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...appSecrets(),
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_FILENAME: join(folder, 'data.db'),
      RECEIVER_URL: receiver.url,
      RECEIVER_SECRET: secret,
      NOTE_TITLE: title,
    },
  });
  let said = '';
  for (const stream of [app.stdout, app.stderr]) {
    stream.on('data', (chunk) => (said = (said + chunk.toString('utf8')).slice(-20_000)));
  }
  const ended = once(app, 'exit').then(([code]) => {
    throw new Error(`the app ended with ${code}`);
  });
  ended.catch(() => {});

  try {
    await check(`${language}: starts and serves its admin panel`, () =>
      within(
        START_SECONDS,
        Promise.race([answers(`http://127.0.0.1:${port}/admin`), ended]),
        'the app answers',
      ),
    );
    await check(`${language}: a signed delivery arrives`, async () => {
      const { headers, body } = await within(
        DELIVERY_SECONDS,
        Promise.race([receiver.next('entry.publish'), ended]),
        'a delivery arrives',
      );
      const payload = new StandardVerifier(secret).verify(body, headers);
      if (payload.entry.title !== title) throw new Error(`it is about ${payload.entry.title}`);
      if (headers['x-from'] !== 'fresh-app') throw new Error('defaultHeaders were not sent');
    });
    await check(`${language}: stops when asked to`, async () => {
      const exit = once(app, 'exit');
      app.kill('SIGTERM');
      const [code] = await within(STOP_SECONDS, exit, 'the app stops');
      if (code !== 0) throw new Error(`it ended with ${code}`);
    });
  } catch (error) {
    console.log(said);
    throw error;
  } finally {
    await endGroup(app);
    receiver.close();
  }
};

const main = async () => {
  await installMissing();
  await buildPlugin();
  const tarball = await check('the plugin can be packed', pack);

  const folders = { JavaScript: join(workshop, 'js-app'), TypeScript: join(workshop, 'ts-app') };
  for (const [language, folder] of Object.entries(folders)) {
    mkdirSync(folder);
    writeApp(folder, language, tarball);
  }
  await check('it installs in a fresh app (npm install)', () =>
    must('npm install', ['npm', 'install', '--no-audit', '--no-fund'], {
      cwd: folders.JavaScript,
      budgetSeconds: INSTALL_SECONDS,
    }),
  );
  await tryApp(folders.JavaScript, 'JavaScript');
  // Both apps have the same dependencies: one installation serves them.
  renameSync(join(folders.JavaScript, 'node_modules'), join(folders.TypeScript, 'node_modules'));
  await tryApp(folders.TypeScript, 'TypeScript');
};

try {
  await main();
} catch (error) {
  if (failed === 0) {
    failed = 1;
    console.error(error);
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
