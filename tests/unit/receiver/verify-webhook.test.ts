import { verifyWebhook, WebhookVerificationError } from '../../../receiver/src';
import type { VerificationErrorCode, VerifyWebhookOptions } from '../../../receiver/src';
import { formatSecret, standardKeyOf } from '../../../server/src/domain/secret';
import { signStandard, signWooCommerce } from '../../../server/src/domain/signature';

const SECRET = formatSecret(new Uint8Array(32).fill(9));
const OTHER = formatSecret(new Uint8Array(32).fill(8));
const BODY = '{"event":"entry.publish","entry":{"title":"東京 / café"}}';
const NOW_SECONDS = 1_790_000_000;
const nowMs = NOW_SECONDS * 1000;

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** Headers as the plugin sends them. */
const signed = (
  secrets: readonly string[],
  { body = BODY, timestampSeconds = NOW_SECONDS, id = 'evt_1' } = {},
): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestampSeconds),
  'webhook-signature': signStandard(secrets.map(standardKeyOf), {
    id,
    timestampSeconds,
    body: utf8(body),
  }),
});

const wooCommerce = (secret: string, body = BODY): Record<string, string> => ({
  'x-wc-webhook-signature': signWooCommerce(secret, utf8(body)),
});

const codeOf = async (verifying: Promise<unknown>): Promise<VerificationErrorCode | 'accepted'> =>
  verifying.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof WebhookVerificationError) return error.code;
      throw error;
    },
  );

const verdict = (
  headers: Record<string, string | undefined>,
  secrets: Parameters<typeof verifyWebhook>[2] = SECRET,
  options: VerifyWebhookOptions = {},
  body: unknown = BODY,
) => codeOf(verifyWebhook(body as string, headers, secrets, { nowMs, ...options }));

describe('verifyWebhook', () => {
  it('says what a signature vouches for', async () => {
    await expect(verifyWebhook(BODY, signed([SECRET]), SECRET, { nowMs })).resolves.toEqual({
      format: 'standard-webhooks',
      eventId: 'evt_1',
      sentAt: new Date(nowMs),
      body: BODY,
    });
    await expect(
      verifyWebhook(BODY, wooCommerce(SECRET), SECRET, { format: 'woocommerce' }),
    ).resolves.toEqual({ format: 'woocommerce', eventId: null, sentAt: null, body: BODY });
  });

  it('leaves the comparison to Web Crypto, which takes the same time whatever differs', async () => {
    const compare = jest.spyOn(globalThis.crypto.subtle, 'verify');
    const code = await codeOf(verifyWebhook(BODY, signed([OTHER]), SECRET, { nowMs }));
    const count = compare.mock.calls.length;
    compare.mockRestore();
    expect({ code, count }).toEqual({ code: 'signature_invalid', count: 1 });
  });

  it('takes the clock of the machine unless told otherwise', async () => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    await expect(
      verifyWebhook(BODY, signed([SECRET], { timestampSeconds }), SECRET),
    ).resolves.toMatchObject({ eventId: 'evt_1' });
  });

  it.each([
    ['a Buffer', utf8(BODY)],
    [
      'bytes in the middle of a larger buffer',
      new Uint8Array([0, ...utf8(BODY), 0]).subarray(1, -1),
    ],
    ['an ArrayBuffer', new Uint8Array(utf8(BODY)).buffer],
    ['a DataView', new DataView(new Uint8Array(utf8(BODY)).buffer)],
  ])('takes %s', async (_name, body) => {
    const webhook = await verifyWebhook(body as Uint8Array, signed([SECRET]), SECRET, { nowMs });
    expect(webhook.body).toBe(BODY);
  });

  it.each<[string, Record<string, string> | Headers]>([
    ['a web Headers object', new Headers(signed([SECRET]))],
    [
      'a record in any case',
      Object.fromEntries(
        Object.entries(signed([SECRET])).map(([name, value]) => [name.toUpperCase(), value]),
      ),
    ],
    ['a record with a header that is called get', { get: 'x', ...signed([SECRET]) }],
  ])('takes %s', async (_name, headers) => {
    expect(await codeOf(verifyWebhook(BODY, headers, SECRET, { nowMs }))).toBe('accepted');
  });

  it('takes bodies of any bytes', async () => {
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    const headers = {
      ...signed([SECRET]),
      'webhook-signature': signStandard([standardKeyOf(SECRET)], {
        id: 'evt_1',
        timestampSeconds: NOW_SECONDS,
        body,
      }),
    };
    expect(await codeOf(verifyWebhook(body, headers, SECRET, { nowMs }))).toBe('accepted');
  });

  describe('refuses', () => {
    it.each<[string, string]>([
      ['another body', `${BODY} `],
      ['the same JSON in other bytes', JSON.stringify({ ...JSON.parse(BODY), extra: 1 })],
      ['an empty body', ''],
    ])('%s', async (_name, body) => {
      expect(await verdict(signed([SECRET]), SECRET, {}, body)).toBe('signature_invalid');
      expect(await verdict(wooCommerce(SECRET), SECRET, { format: 'woocommerce' }, body)).toBe(
        'signature_invalid',
      );
    });

    it('another secret', async () => {
      expect(await verdict(signed([OTHER]))).toBe('signature_invalid');
      expect(await verdict(wooCommerce(OTHER), SECRET, { format: 'woocommerce' })).toBe(
        'signature_invalid',
      );
    });

    it('another id or time than was signed', async () => {
      expect(await verdict({ ...signed([SECRET]), 'webhook-id': 'evt_2' })).toBe(
        'signature_invalid',
      );
      expect(
        await verdict({ ...signed([SECRET]), 'webhook-timestamp': String(NOW_SECONDS - 1) }),
      ).toBe('signature_invalid');
    });

    it.each([
      ['nothing of a signature', 'v1,'],
      ['half a signature', signed([SECRET])['webhook-signature']?.slice(0, 25) ?? ''],
      ['another version', (signed([SECRET])['webhook-signature'] ?? '').replace('v1,', 'v2,')],
      ['no base64', 'v1,!!!!'],
      ['a signature without its version', (signed([SECRET])['webhook-signature'] ?? '').slice(3)],
      [
        'a signature behind eight others',
        `${'v1,AAAA '.repeat(8)}${signed([SECRET])['webhook-signature']}`,
      ],
    ])('%s', async (_name, signature) => {
      expect(await verdict({ ...signed([SECRET]), 'webhook-signature': signature })).toBe(
        'signature_invalid',
      );
    });

    it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
      'a request without %s',
      async (name) => {
        expect(await verdict({ ...signed([SECRET]), [name]: undefined })).toBe('header_missing');
        expect(await verdict({ ...signed([SECRET]), [name]: '' })).toBe('header_missing');
      },
    );

    it('a request whose signature with the time was taken away', async () => {
      expect(await verdict(wooCommerce(SECRET))).toBe('header_missing');
    });

    it.each<[number, string]>([
      [-301, 'timestamp_too_old'],
      [-300, 'accepted'],
      [0, 'accepted'],
      [300, 'accepted'],
      [301, 'timestamp_too_new'],
    ])('or takes a request that is %i s away from now: %s', async (seconds, expected) => {
      const headers = signed([SECRET], { timestampSeconds: NOW_SECONDS + seconds });
      expect(await verdict(headers)).toBe(expected);
    });

    it('what is outside of a tolerance of its own', async () => {
      const headers = signed([SECRET], { timestampSeconds: NOW_SECONDS - 11 });
      expect(await verdict(headers, SECRET, { toleranceSeconds: 10 })).toBe('timestamp_too_old');
      expect(await verdict(headers, SECRET, { toleranceSeconds: 11 })).toBe('accepted');
    });

    it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
      'a tolerance of %p, which would let everything through',
      async (toleranceSeconds) => {
        const headers = signed([SECRET], { timestampSeconds: 1 });
        expect(await verdict(headers, SECRET, { toleranceSeconds })).toBe('tolerance_invalid');
      },
    );

    it.each(['1.5', '-1', '0x10', ' 1', 'soon', '1e9', '9'.repeat(13)])(
      'the time %p',
      async (timestamp) => {
        expect(await verdict({ ...signed([SECRET]), 'webhook-timestamp': timestamp })).toBe(
          'timestamp_invalid',
        );
      },
    );

    it.each([
      ['a parsed body', JSON.parse(BODY)],
      ['no body', undefined],
      ['null', null],
      ['an array of numbers', [1, 2, 3]],
    ])('%s', async (_name, body) => {
      await expect(
        codeOf(verifyWebhook(body as string, signed([SECRET]), SECRET, { nowMs })),
      ).resolves.toBe('body_not_raw');
    });
  });

  describe('secrets', () => {
    it.each<[string, Parameters<typeof verifyWebhook>[2]]>([
      ['no secret', undefined],
      ['an empty secret', ''],
      ['a list without secrets', []],
      ['a list of secrets that are not set', [undefined, '']],
    ])(
      'refuses to verify with %s, also what was signed with the empty key',
      async (_name, none) => {
        const verifying = (headers: Record<string, string>, options: VerifyWebhookOptions) =>
          codeOf(verifyWebhook(BODY, headers, none, { nowMs, ...options }));
        expect(await verifying(signed([SECRET]), {})).toBe('secret_invalid');
        expect(await verifying(wooCommerce(''), { format: 'woocommerce' })).toBe('secret_invalid');
      },
    );

    it.each([
      'short',
      'whsec_',
      'whsec_AAAA',
      'whsec_not base64 at all',
      `${SECRET}AAAA`.slice(0, -7),
    ])('refuses %p, which the plugin would not sign Standard Webhooks with', async (secret) => {
      expect(await verdict(signed([SECRET]), secret)).toBe('secret_invalid');
    });

    it.each([
      ['a generated one', SECRET],
      ['a text', 'a text that somebody chose'],
      ['a text beyond ASCII', 'pässwörd pässwörd & <b>'],
      ['64 bytes', formatSecret(new Uint8Array(64).fill(1))],
    ])('takes %s in both formats, each with its own rule', async (_name, secret) => {
      expect(await verdict(signed([secret]), secret)).toBe('accepted');
      expect(await verdict(wooCommerce(secret), secret, { format: 'woocommerce' })).toBe(
        'accepted',
      );
    });

    it('takes what either secret signed while it rotates, and nothing else', async () => {
      const rotating = signed([SECRET, OTHER]);
      for (const secrets of [SECRET, OTHER, [OTHER, SECRET], [undefined, SECRET]]) {
        expect(await verdict(rotating, secrets)).toBe('accepted');
      }
      expect(await verdict(rotating, 'a third secret of somebody')).toBe('signature_invalid');
      expect(await verdict(wooCommerce(SECRET), [OTHER, SECRET], { format: 'woocommerce' })).toBe(
        'accepted',
      );
    });

    it('are in no message', async () => {
      const refusals = await Promise.allSettled([
        verifyWebhook(BODY, signed([OTHER]), SECRET, { nowMs }),
        verifyWebhook(BODY, {}, SECRET, { nowMs }),
        verifyWebhook(BODY, signed([OTHER]), 'whsec_c2hvcnQ=', { nowMs }),
      ]);
      const said = refusals.map((one) => (one.status === 'rejected' ? String(one.reason) : 'none'));
      expect(said.join('\n')).not.toMatch(/none|c2hvcnQ|whsec_C/);
    });
  });
});
