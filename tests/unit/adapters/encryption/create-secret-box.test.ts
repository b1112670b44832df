import { createSecretBox } from '../../../../server/src/adapters/encryption/create-secret-box';
import { PluginError } from '../../../../server/src/errors/plugin-error';

const OLD = { id: 'k1', key: 'first configured text' };
const NEW = { id: 'k2', key: 'second configured text' };
const SECRET = 'whsec_c2VjcmV0IHdpdGgg4oKs';
const ROW = 'webhook:7:secret';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    expect(error.message).not.toMatch(/configured text|whsec/);
    return error.code;
  }
  return 'none';
};

/** Replaces one of the five parts of a ciphertext. */
const withPart = (sealed: string, index: number, part: string): string =>
  sealed
    .split('.')
    .map((old, at) => (at === index ? part : old))
    .join('.');

const flipped = (sealed: string, index: number): string => {
  const bytes = Buffer.from(sealed.split('.')[index] ?? '', 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return withPart(sealed, index, bytes.toString('base64url'));
};

describe('a secret box', () => {
  const box = createSecretBox({ keys: [NEW, OLD] });

  it.each([SECRET, '', '\u20ac\ud83d\ude00 \0 .', 'x'.repeat(100_000)])(
    'opens what it sealed',
    (text) => {
      expect(box.open(box.seal(text, ROW), ROW)).toBe(text);
    },
  );

  it('writes a text with version, key id, iv, ciphertext and tag', () => {
    expect(box.seal(SECRET, ROW)).toMatch(/^v1\.k2\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
  });

  it('never writes the same text twice, nor the secret', () => {
    const sealed = Array.from({ length: 50 }, () => box.seal(SECRET, ROW));
    expect(new Set(sealed).size).toBe(50);
    expect(sealed.join()).not.toContain(SECRET);
  });

  it('opens what an older key sealed', () => {
    const sealed = createSecretBox({ keys: [OLD] }).seal(SECRET, ROW);
    expect(box.open(sealed, ROW)).toBe(SECRET);
  });

  it('tells what the key that seals now made', () => {
    expect(box.isCurrent(box.seal(SECRET, ROW))).toBe(true);
    expect(box.isCurrent(createSecretBox({ keys: [OLD] }).seal(SECRET, ROW))).toBe(false);
    expect(createSecretBox({ keys: [{ ...NEW, id: 'k' }] }).isCurrent(box.seal(SECRET, ROW))).toBe(
      false,
    );
  });

  it('opens a text that WebCrypto made for the first release', () => {
    const sealed =
      'v1.k1.5ApaTb6pUD4SQtRT.GGnWmxVS-A2Zjfg1RJXCgeoa8tiiMTR8l20.BrzdGEAkJY8f52OymasEoQ';
    expect(box.open(sealed, ROW)).toBe(SECRET);
  });

  it.each([
    [
      'a key that is not configured',
      () => createSecretBox({ keys: [OLD] }).open(box.seal(SECRET, ROW), ROW),
    ],
    [
      'another key of the same id',
      () => createSecretBox({ keys: [{ ...NEW, key: 'x' }] }).open(box.seal(SECRET, ROW), ROW),
    ],
    ['another row', () => box.open(box.seal(SECRET, ROW), 'webhook:8:secret')],
    ['another key id', () => box.open(withPart(box.seal(SECRET, ROW), 1, 'k1'), ROW)],
    ['another version', () => box.open(withPart(box.seal(SECRET, ROW), 0, 'v2'), ROW)],
    ['an altered iv', () => box.open(flipped(box.seal(SECRET, ROW), 2), ROW)],
    ['an altered ciphertext', () => box.open(flipped(box.seal(SECRET, ROW), 3), ROW)],
    ['an altered tag', () => box.open(flipped(box.seal(SECRET, ROW), 4), ROW)],
    ['a shortened tag', () => box.open(box.seal(SECRET, ROW).slice(0, -16), ROW)],
    ['no tag', () => box.open(withPart(box.seal(SECRET, ROW), 4, ''), ROW)],
    ['a part more', () => box.open(`${box.seal(SECRET, ROW)}.x`, ROW)],
    ['plain text', () => box.open(SECRET, ROW)],
    ['nothing', () => box.open('', ROW)],
  ])('does not open %s', (_what, open) => {
    expect(codeOf(open)).toBe('secret_unreadable');
  });

  it('needs a key', () => {
    expect(codeOf(() => createSecretBox({ keys: [] }))).toBe('encryption_required');
  });
});
