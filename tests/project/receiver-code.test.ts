import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { transformSync } from '@swc/core';
import { Webhook } from 'standardwebhooks';

import { NEXTJS } from '../../admin/src/pages/webhook-form/snippets/nextjs';
import { NODE } from '../../admin/src/pages/webhook-form/snippets/node';
import { PHP } from '../../admin/src/pages/webhook-form/snippets/php';
import { PYTHON } from '../../admin/src/pages/webhook-form/snippets/python';
import { isStrict } from '../helpers/strict';

const FORMATS = ['standard-webhooks', 'woocommerce'] as const;
type Format = (typeof FORMATS)[number];

const SECRET = `whsec_${Buffer.from('a secret of exactly 32 bytes here').toString('base64')}`;
const BODY = '{"event":"entry.publish","uid":"api::article.article","entry":{"documentId":"é1"}}';

const headersFor = (format: Format, body: string): Record<string, string> => {
  if (format === 'woocommerce') {
    const digest = createHmac('sha256', SECRET).update(body).digest('base64');
    return { 'x-wc-webhook-signature': digest };
  }
  const now = new Date();
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(SECRET).sign('evt_1', now, body),
  };
};

/** `it.each` where a language is here; where it is not, skipped with a line that says so. */
const itWith = (command: string, language: string) => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return it;
  } catch (error) {
    if (isStrict()) throw error;
    process.stderr.write(
      `${command} is not here, so the receiver code in ${language} is not tried\n`,
    );
    return it.skip;
  }
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-webhooks-code-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Flask as far as the code needs it, and its function asked about one request. */
const PYTHON_CALL = `
import json, sys
one = json.load(sys.stdin)
print(json.dumps([is_signed(Headers(one["headers"]), body.encode()) for body in one["bodies"]]))
`;
const FLASK = `
class Flask:
    def __init__(self, name): pass
    def post(self, path): return lambda run: run
request = None
`;
const HEADERS = `
class Headers(dict):
    def __getitem__(self, name): return dict.__getitem__(self, name.lower())
`;

/** Next.js as far as the code needs it, and its route asked about two requests. */
const NEXT_CACHE = `
export const fresh = [];
export const revalidatePath = (...given) => void fresh.push(given.join(' '));
`;
const NEXT_CALL = `
import { text } from 'node:stream/consumers';
const { file, headers, bodies } = JSON.parse(await text(process.stdin));
const { POST } = await import(file);
const { fresh } = await import(process.cwd() + '/next-cache.mjs');
const statuses = [];
for (const body of bodies) {
  const answer = await POST(new Request('http://localhost', { method: 'POST', headers, body }));
  statuses.push(answer.status);
}
console.log(JSON.stringify([...statuses, fresh]));
`;

describe('the code that the panel offers for receivers', () => {
  it.each(FORMATS)(
    'in Node.js takes what is signed and refuses what is not: %s',
    async (format) => {
      const file = join(folder, `${format}.mjs`);
      const listening =
        ".listen(0, '127.0.0.1', function () { console.log(this.address().port); });";
      writeFileSync(file, NODE[format].replace('.listen(3000);', listening));
      const child = spawn(process.execPath, [file], {
        env: { ...process.env, WEBHOOK_SECRET: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        const [port] = (await once(child.stdout, 'data')) as [Buffer];
        const send = async (body: string): Promise<number> => {
          const headers = headersFor(format, BODY);
          const url = `http://127.0.0.1:${port.toString().trim()}`;
          return (await fetch(url, { method: 'POST', headers, body })).status;
        };
        expect([await send(BODY), await send(BODY.replace('é1', 'é2'))]).toEqual([204, 401]);
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    },
  );

  itWith('python3', 'Python').each(FORMATS)(
    'in Python takes what is signed and refuses what is not: %s',
    async (format) => {
      writeFileSync(join(folder, 'flask.py'), FLASK);
      const file = join(folder, `${format.replace('-', '_')}_receiver.py`);
      writeFileSync(file, `${PYTHON[format]}\n${HEADERS}\n${PYTHON_CALL}`);
      const run = promisify(execFile)('python3', [file], {
        env: { ...process.env, WEBHOOK_SECRET: SECRET },
      });
      const bodies = [BODY, BODY.replace('é1', 'é2')];
      run.child.stdin?.end(JSON.stringify({ headers: headersFor(format, BODY), bodies }));
      expect(JSON.parse((await run).stdout)).toEqual([true, false]);
    },
  );

  itWith('php', 'PHP').each(FORMATS)(
    'in PHP takes what is signed and refuses what is not: %s',
    async (format) => {
      const file = join(folder, `${format}.php`);
      writeFileSync(file, PHP[format]);
      const child = spawn('php', ['-S', '127.0.0.1:0', file], {
        env: { ...process.env, WEBHOOK_SECRET: SECRET },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      try {
        const url = await new Promise<string>((resolve, reject) => {
          child.once('exit', () => reject(new Error('php ended')));
          child.stderr.on('data', (chunk: Buffer) => {
            const started = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString());
            if (started !== null) resolve(started[0]);
          });
        });
        const send = async (body: string): Promise<number> => {
          const headers = headersFor(format, BODY);
          return (await fetch(url, { method: 'POST', headers, body })).status;
        };
        expect([await send(BODY), await send(BODY.replace('é1', 'é2'))]).toEqual([204, 401]);
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    },
  );

  it.each(FORMATS)(
    'in Next.js takes what is signed and refuses what is not: %s',
    async (format) => {
      const { code } = transformSync(NEXTJS[format], {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
      });
      const file = join(folder, `next-${format}.mjs`);
      writeFileSync(file, code.replace("'next/cache'", "'./next-cache.mjs'"));
      writeFileSync(join(folder, 'next-cache.mjs'), NEXT_CACHE);
      const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', NEXT_CALL], {
        env: { ...process.env, WEBHOOK_SECRET: SECRET },
        cwd: folder,
      });
      const bodies = [BODY, BODY.replace('é1', 'é2')];
      const request = { file, headers: headersFor(format, BODY), bodies };
      run.child.stdin?.end(JSON.stringify(request));
      // Only what is signed makes pages fresh.
      expect(JSON.parse((await run).stdout)).toEqual([204, 401, ['/ layout']]);
    },
  );

  it.each([
    ['Node.js', NODE],
    ['Next.js', NEXTJS],
    ['PHP', PHP],
    ['Python', PYTHON],
  ])('names the headers of its format: %s', (_language, code) => {
    const plain = (text: string) => text.toLowerCase().replaceAll('_', '-');
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      expect(plain(code['standard-webhooks'])).toContain(name);
    }
    expect(plain(code.woocommerce)).toContain('wc-webhook-signature');
    expect(plain(code.woocommerce)).not.toContain('webhook-timestamp');
  });
});
