import { createValueMask } from '../../../server/src/domain/masked-values';
import { credentialsOf } from '../../../server/src/domain/masked-url';
import { MASK } from '../../../server/src/domain/rules/mask';

describe('createValueMask', () => {
  it.each([
    ['as it is', 'you sent Bearer abc123/x', `you sent ${MASK}`],
    ['without its scheme', 'token: abc123/x.', `token: ${MASK}.`],
    ['as URLs write it', 'https://a.test/?t=abc123%2Fx', `https://a.test/?t=${MASK}`],
    ['several times', 'abc123/x abc123/x', `${MASK} ${MASK}`],
    ['not there', 'nothing of the kind', 'nothing of the kind'],
  ])('masks a secret that is %s', (_what, text, masked) => {
    expect(createValueMask(['Bearer abc123/x'])(text)).toBe(masked);
  });

  it('masks what JSON escapes, and leaves short values alone', () => {
    expect(createValueMask(['say "please"'])('{"a":"say \\"please\\""}')).toBe(`{"a":"${MASK}"}`);
    expect(createValueMask(['1', ''])('page 1 of 1')).toBe('page 1 of 1');
  });
});

describe('credentialsOf', () => {
  it('lists what a URL carries, as it is written and decoded', () => {
    expect(credentialsOf('https://a.test/?token=a%2Fb&x=1&api_key=c')).toEqual([
      'a%2Fb',
      'a/b',
      'c',
    ]);
    expect(credentialsOf('https://a.test/hook')).toEqual([]);
  });
});
