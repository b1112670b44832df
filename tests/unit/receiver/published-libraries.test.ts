import { WebhookVerificationService } from '@hookflo/tern';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from '../../../receiver/src';
import { formatSecret, standardFormOf, standardKeyOf } from '../../../server/src/domain/secret';
import { signStandard, signWooCommerce } from '../../../server/src/domain/signature';
import published from '../../fixtures/vectors/woocommerce.json';

const SECRET = formatSecret(new Uint8Array(32).fill(3));
const BODY = '{"event":"entry.publish","entry":{"title":"東京 / café"}}';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const accepts = (verifying: Promise<unknown>): Promise<boolean> =>
  verifying.then(
    () => true,
    () => false,
  );

describe('the receiver and `standardwebhooks`', () => {
  const headersOf = (signature: string, sentAt: Date, id = 'msg_1') => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': signature,
  });

  it('accepts what the library signed', async () => {
    const sentAt = new Date();
    const headers = headersOf(new Webhook(SECRET).sign('msg_1', sentAt, BODY), sentAt);
    await expect(verifyWebhook(BODY, headers, SECRET)).resolves.toMatchObject({
      eventId: 'msg_1',
      body: BODY,
    });
  });

  it('accepts the published vector', async () => {
    await expect(
      verifyWebhook(
        '{"test": 2432232314}',
        {
          'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
          'webhook-timestamp': '1614265330',
          'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
        },
        'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        { nowMs: 1_614_265_330_000 },
      ),
    ).resolves.toMatchObject({ eventId: 'msg_p5jXN8AQM9LWM0D4loKWxJek' });
  });

  it.each([
    ['a generated secret', SECRET],
    ['a text', 'a text that somebody chose'],
    ['a text beyond ASCII', 'pässwörd pässwörd & <b>'],
  ])('says the same of every request that is signed with %s', async (_name, secret) => {
    const library = new Webhook(standardFormOf(secret));
    const ages = [-400, -250, 0, 250, 400];
    const keys = [secret, 'another text of somebody'];
    const bodies = [BODY, '{}'];
    for (const age of ages) {
      for (const key of keys) {
        for (const body of bodies) {
          const sentAt = new Date(Date.now() + age * 1000);
          const signature = signStandard([standardKeyOf(key)], {
            id: 'msg_1',
            timestampSeconds: Math.floor(sentAt.getTime() / 1000),
            body: utf8(BODY),
          });
          const headers = headersOf(signature, sentAt);
          const expected = await accepts(
            Promise.resolve().then(() => library.verify(body, headers)),
          );
          expect([age, key, body, await accepts(verifyWebhook(body, headers, secret))]).toEqual([
            age,
            key,
            body,
            expected,
          ]);
          expect(expected).toBe(Math.abs(age) < 300 && key === secret && body === BODY);
        }
      }
    }
  });
});

describe("the receiver and WooCommerce's format", () => {
  const headersOf = (signature: string) => ({ 'X-WC-Webhook-Signature': signature });

  it.each(published.vectors.filter(({ secret }) => secret !== ''))(
    'accepts the published vector: $name',
    async ({ secret, body, signature }) => {
      await expect(
        verifyWebhook(body, headersOf(signature), secret, { format: 'woocommerce' }),
      ).resolves.toMatchObject({ body });
    },
  );

  it.each(published.vectors.filter(({ secret }) => secret === ''))(
    'refuses the published vector that anybody could have signed: $name',
    async ({ secret, body, signature }) => {
      await expect(
        verifyWebhook(body, headersOf(signature), secret, { format: 'woocommerce' }),
      ).rejects.toMatchObject({ code: 'secret_invalid' });
    },
  );

  it.each([
    ['what is right', SECRET, BODY],
    ['another secret', formatSecret(new Uint8Array(32).fill(4)), BODY],
    ['another body', SECRET, '{}'],
  ])('says the same as `@hookflo/tern` of %s', async (name, signer, body) => {
    const signature = signWooCommerce(signer, utf8(BODY));
    const request = new Request('http://receiver.test/', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headersOf(signature) },
    });
    const { isValid } = await WebhookVerificationService.verify(request.clone(), {
      platform: 'woocommerce',
      secret: SECRET,
    });
    expect(isValid).toBe(name === 'what is right');
    expect(
      await accepts(
        verifyWebhook(await request.text(), request.headers, SECRET, { format: 'woocommerce' }),
      ),
    ).toBe(isValid);
  });
});
