import { Webhook as StandardVerifier } from 'standardwebhooks';
import { WebhookVerificationService } from '@hookflo/tern';
import { formatSecret, standardFormOf, standardKeyOf } from '../../../server/src/domain/secret';
import { signStandard, signWooCommerce } from '../../../server/src/domain/signature';
import published from '../../fixtures/vectors/woocommerce.json';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('signWooCommerce', () => {
  it.each(published.vectors)('signs as WooCommerce does: $name', ({ secret, body, signature }) => {
    expect(signWooCommerce(secret, utf8(body))).toBe(signature);
  });

  it('signs the bytes and not their meaning', () => {
    const secret = 'my-super-secret-private-key';
    expect(signWooCommerce(secret, utf8('{"a":1}'))).not.toBe(
      signWooCommerce(secret, utf8('{"a": 1}')),
    );
  });

  it('is accepted by a published WooCommerce verifier', async () => {
    const secret = formatSecret(new Uint8Array(32).fill(7));
    const body = '{"event":"entry.publish","entry":{"title":"東京 / café"}}';
    const request = new Request('http://receiver.test/', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-wc-webhook-signature': signWooCommerce(secret, utf8(body)),
      },
    });
    const verdict = await WebhookVerificationService.verify(request, {
      platform: 'woocommerce',
      secret,
    });
    expect(verdict).toMatchObject({ isValid: true, platform: 'woocommerce' });
  });
});

describe('signStandard', () => {
  const body = '{"event":"entry.publish","entry":{"title":"東京"}}';
  const id = 'evt_0190b0b0b0b07000800000000000000a';

  const headersFor = (keys: Uint8Array[], timestampSeconds: number): Record<string, string> => ({
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signStandard(keys, { id, timestampSeconds, body: utf8(body) }),
  });

  it('agrees with the published vector of the Standard Webhooks libraries', () => {
    const key = standardKeyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const signature = signStandard([key], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1614265330,
      body: utf8('{"test": 2432232314}'),
    });
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it.each([
    ['a generated secret', formatSecret(new Uint8Array(32).fill(9))],
    ['a chosen text', 'a text that somebody chose'],
    ['a chosen text beyond ASCII', 'pässwörd pässwörd & <b>'],
  ])('is accepted by a published verifier that holds the shown form of %s', (_name, secret) => {
    const verifier = new StandardVerifier(standardFormOf(secret));
    const headers = headersFor([standardKeyOf(secret)], nowSeconds());
    expect(verifier.verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('carries one signature for each key, newest first, while a secret rotates', () => {
    const newKey = new Uint8Array(32).fill(1);
    const oldKey = new Uint8Array(32).fill(2);
    const headers = headersFor([newKey, oldKey], nowSeconds());
    const both = headers['webhook-signature']?.split(' ') ?? [];
    expect(both).toHaveLength(2);
    expect(both[0]).toBe(headersFor([newKey], nowSeconds())['webhook-signature']);
    for (const key of [newKey, oldKey]) {
      expect(() => new StandardVerifier(formatSecret(key)).verify(body, headers)).not.toThrow();
    }
    expect(() =>
      new StandardVerifier(formatSecret(new Uint8Array(32).fill(3))).verify(body, headers),
    ).toThrow();
  });

  it('covers the id and the time, so that neither can be exchanged', () => {
    const key = new Uint8Array(32).fill(1);
    const verifier = new StandardVerifier(formatSecret(key));
    const headers = headersFor([key], nowSeconds());
    expect(() => verifier.verify(body, { ...headers, 'webhook-id': 'evt_other' })).toThrow();
    expect(() =>
      verifier.verify(body, { ...headers, 'webhook-timestamp': String(nowSeconds() - 60) }),
    ).toThrow();
  });
});
