import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { signStandard, signWooCommerce } from '../../server/src/domain/signature';
import { codeBlocks } from './markdown';

const SECRET = `whsec_${Buffer.from('a secret of exactly 32 bytes here').toString('base64')}`;
const BODY = Buffer.from('{"event":"entry.publish","entry":{"documentId":"é1"}}');
const CHANGED = Buffer.from(BODY.toString('utf8').replace('publish', 'delete'));

type IsSigned = (body: Buffer, headers: Record<string, string>, secret: string) => boolean;

/** The function that a block of the README's code defines. */
const fromReadme = (name: string): IsSigned => {
  const code = codeBlocks('README.md', 'js').find((block) => block.includes(`const ${name} =`));
  if (code === undefined) throw new Error(`the README does not define ${name}`);
  const context = { require: createRequire(__filename), Buffer, result: undefined as unknown };
  runInNewContext(`${code}\nresult = ${name};`, context);
  return context.result as IsSigned;
};

const standardHeaders = (ageSeconds: number): Record<string, string> => {
  const timestampSeconds = Math.floor(Date.now() / 1000) - ageSeconds;
  const keys = ['an older secret', 'a secret of exactly 32 bytes here'].map((key) =>
    Buffer.from(key),
  );
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signStandard(keys, { id: 'evt_1', timestampSeconds, body: BODY }),
  };
};

describe('the code for verifying by hand in the README', () => {
  it('knows WooCommerce’s format', () => {
    const isSigned = fromReadme('isSigned');
    const headers = { 'x-wc-webhook-signature': signWooCommerce(SECRET, BODY) };
    expect(isSigned(BODY, headers, SECRET)).toBe(true);
    expect(isSigned(CHANGED, headers, SECRET)).toBe(false);
    expect(isSigned(BODY, {}, SECRET)).toBe(false);
    expect(isSigned(BODY, headers, `${SECRET}x`)).toBe(false);
  });

  it('knows Standard Webhooks, also while a secret is replaced', () => {
    const isSignedNow = fromReadme('isSignedNow');
    expect(isSignedNow(BODY, standardHeaders(0), SECRET)).toBe(true);
    expect(isSignedNow(CHANGED, standardHeaders(0), SECRET)).toBe(false);
    expect(isSignedNow(BODY, standardHeaders(301), SECRET)).toBe(false);
    expect(isSignedNow(BODY, {}, SECRET)).toBe(false);
    expect(isSignedNow(BODY, { ...standardHeaders(0), 'webhook-id': 'evt_2' }, SECRET)).toBe(false);
  });
});
