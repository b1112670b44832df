import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { formatSecret, standardKeyOf } from '../../server/src/domain/secret';
import { signStandard } from '../../server/src/domain/signature';
import { ROOT } from './markdown';

const SECRET = formatSecret(new Uint8Array(32).fill(5));
const BODY = '{"event":"ping"}';
const timestampSeconds = Math.floor(Date.now() / 1000);
const HEADERS = {
  'webhook-id': 'evt_1',
  'webhook-timestamp': String(timestampSeconds),
  'webhook-signature': signStandard([standardKeyOf(SECRET)], {
    id: 'evt_1',
    timestampSeconds,
    body: Buffer.from(BODY),
  }),
};
const CALL = `verifyWebhook(${[BODY, HEADERS, SECRET].map((one) => JSON.stringify(one)).join(', ')})`;

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });

/** As it is published; `npm run build` made it. */
describe('the receiver of the built package', () => {
  it('loads with require and with import, under its published name', () => {
    const name = 'strapi-plugin-durable-webhooks/receiver';
    const print = `${CALL}.then(({ eventId }) => process.stdout.write(eventId))`;
    expect(node('-e', `const { verifyWebhook } = require('${name}'); ${print}`)).toBe('evt_1');
    expect(
      node('--input-type=module', '-e', `import { verifyWebhook } from '${name}'; ${print}`),
    ).toBe('evt_1');
  });

  it('works where there is nothing of Node: in Workers and at the edge', async () => {
    const code = readFileSync(resolve(ROOT, 'dist/receiver/index.js'), 'utf8');
    const exports: Record<string, unknown> = {};
    const context = createContext({
      exports,
      crypto: webcrypto,
      TextEncoder,
      TextDecoder,
      atob,
    });
    runInContext(code, context);
    const verified: unknown = await runInContext(`exports.${CALL}`, context);
    expect(verified).toMatchObject({ eventId: 'evt_1', body: BODY });
  });

  it('stays small', () => {
    const code = readFileSync(resolve(ROOT, 'dist/receiver/index.mjs'), 'utf8');
    expect(code).not.toMatch(/\b(import|require)\b\s*[({'"*]/);
    expect(code.length).toBeLessThan(10_000);
  });
});
