import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Webhook } from 'standardwebhooks';

import { NEXTJS } from '../../admin/src/pages/webhook-form/snippets/nextjs';
import { NODE } from '../../admin/src/pages/webhook-form/snippets/node';
import { PHP } from '../../admin/src/pages/webhook-form/snippets/php';
import { PYTHON } from '../../admin/src/pages/webhook-form/snippets/python';

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

const hasPython = (): boolean => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('python3 is not here, so the receiver code in Python is not tried\n');
    return false;
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

  (hasPython() ? it.each(FORMATS) : it.skip.each(FORMATS))(
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
