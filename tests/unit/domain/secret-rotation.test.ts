import {
  MAX_PREVIOUS_SECRETS,
  previousAfterRotation,
  signingSecrets,
  stillSigning,
  type SecretSet,
} from '../../../server/src/domain/secret-rotation';

const NOW = 1_000_000;
const HOUR = 3_600_000;

const set = (over: Partial<SecretSet> = {}): SecretSet => ({
  secrets: ['current'],
  previousSecrets: [],
  ...over,
});

it('signs with the newest first, and with a replaced one until its time', () => {
  const rotating = set({
    previousSecrets: [
      { secret: 'before', expiresAtMs: NOW + 1 },
      { secret: 'long ago', expiresAtMs: NOW },
    ],
  });
  expect(signingSecrets(rotating, NOW)).toEqual(['current', 'before']);
  expect(signingSecrets(rotating, NOW + 1)).toEqual(['current']);
  expect(signingSecrets(rotating, NOW - 1)).toEqual(['current', 'before', 'long ago']);
});

it('signs with nothing in place of a secret that cannot be read', () => {
  expect(signingSecrets(set({ secrets: [] }), NOW)).toEqual([]);
});

it('keeps the replaced secret for the overlap', () => {
  expect(previousAfterRotation(set(), 24 * HOUR, NOW)).toEqual([
    { secret: 'current', expiresAtMs: NOW + 24 * HOUR },
  ]);
});

it('leaves those that were replaced before their own time, and drops those whose time is over', () => {
  const previousSecrets = [
    { secret: 'before', expiresAtMs: NOW + 5 * HOUR },
    { secret: 'over', expiresAtMs: NOW },
  ];
  expect(previousAfterRotation(set({ previousSecrets }), HOUR, NOW)).toEqual([
    { secret: 'current', expiresAtMs: NOW + HOUR },
    { secret: 'before', expiresAtMs: NOW + 5 * HOUR },
  ]);
});

it.each([0, -1])('ends all at once with an overlap of %d', (overlapMs) => {
  const previousSecrets = [{ secret: 'before', expiresAtMs: NOW + HOUR }];
  expect(previousAfterRotation(set({ previousSecrets }), overlapMs, NOW)).toEqual([]);
});

it('keeps the newest where there would be too many signatures', () => {
  let current = set();
  for (let turn = 0; turn < 10; turn += 1) {
    const previousSecrets = previousAfterRotation(current, HOUR, NOW + turn);
    current = { secrets: [`secret ${turn}`], previousSecrets };
  }
  expect(stillSigning(current, NOW + 10)).toHaveLength(MAX_PREVIOUS_SECRETS);
  expect(signingSecrets(current, NOW + 10)).toEqual([
    'secret 9',
    'secret 8',
    'secret 7',
    'secret 6',
    'secret 5',
  ]);
});
