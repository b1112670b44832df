import crypto from 'node:crypto';
import {
  formatSecret,
  isSameSecret,
  secretFault,
  standardFormOf,
  standardKeyOf,
} from '../../../server/src/domain/secret';

const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_one, at) => at);
const whsec = (byteCount: number): string => formatSecret(bytes(byteCount));
const text = (length: number): string => 'a text of some length'.repeat(50).slice(0, length);

describe('secretFault', () => {
  it.each([
    ['a generated secret', whsec(32)],
    ['the shortest key', whsec(24)],
    ['the longest key', whsec(64)],
    ['a text of 16 characters', text(16)],
    ['a text of 512 characters', text(512)],
    ['a text beyond ASCII', 'pässwörd pässwörd'],
  ])('accepts %s', (_name, secret) => {
    expect(secretFault(secret)).toBeNull();
  });

  it.each([
    ['an empty text', '', 'at least 16'],
    ['a short text', text(15), 'at least 16'],
    ['a text that is too long', text(513), 'at most 512'],
    ['a key of 23 bytes', whsec(23), '24 to 64 bytes, and holds 23'],
    ['a key of 65 bytes', whsec(65), '24 to 64 bytes, and holds 65'],
    ['an empty key', 'whsec_', '24 to 64 bytes, and holds 0'],
    ['characters outside of base64', `${whsec(32).slice(0, -2)}!=`, 'base64'],
    ['base64 that lost its padding', whsec(32).replace(/=+$/, ''), 'base64'],
    ['one character again and again', 'x'.repeat(32), 'too easy to guess'],
    ['spaces', ' '.repeat(16), 'too easy to guess'],
    ['a pattern of few characters', '1234567'.repeat(5), 'too easy to guess'],
    ['a key of zeros', formatSecret(new Uint8Array(32)), 'too easy to guess'],
    ['the URL alphabet of base64', `whsec_${'_-'.repeat(22)}`, 'base64'],
  ])('refuses %s', (_name, secret, reason) => {
    expect(secretFault(secret)).toContain(reason);
  });

  it('never repeats the secret in what it says', () => {
    const secret = 'whsec_do-not-tell-anybody';
    expect(secretFault(secret)).not.toContain('do-not-tell');
  });
});

describe('the forms of a secret', () => {
  it('decodes what follows whsec_ as the Standard Webhooks key', () => {
    expect([...standardKeyOf(whsec(24))]).toEqual([...bytes(24)]);
  });

  it('takes the UTF-8 bytes of any other secret as the Standard Webhooks key', () => {
    expect(Buffer.from(standardKeyOf('pässwörd pässwörd')).toString('utf8')).toBe(
      'pässwörd pässwörd',
    );
  });

  it('shows a form that decodes to the same key', () => {
    for (const secret of [whsec(32), 'a text that somebody chose']) {
      const shown = standardFormOf(secret);
      expect(shown).toMatch(/^whsec_/);
      expect(Buffer.from(standardKeyOf(shown))).toEqual(Buffer.from(standardKeyOf(secret)));
    }
  });
});

describe('isSameSecret', () => {
  it.each([
    ['a secret', 'a secret', true],
    ['a secret', 'a secreT', false],
    ['a secret', 'a secret of another length', false],
    ['a secret', '', false],
  ])('of %p and %p is %p', (one, other, same) => {
    expect(isSameSecret(one, other)).toBe(same);
  });

  it('leaves the comparison to the one that takes the same time whatever differs', () => {
    const compare = jest.spyOn(crypto, 'timingSafeEqual');
    isSameSecret('a secret', 'a');
    const [one, other] = compare.mock.calls[0] ?? [];
    compare.mockRestore();
    // Of the same length too: what differs in length is refused at once.
    expect([one?.byteLength, other?.byteLength]).toEqual([32, 32]);
  });
});
