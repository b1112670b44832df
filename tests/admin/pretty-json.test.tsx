import { prettyJson } from '../../admin/src/model/pretty-json';

describe('a body that is shown', () => {
  it.each<[string, unknown]>([
    ['nesting', { a: [1, { b: null }, [true, false]], c: { d: 'e' } }],
    ['nothing inside', { a: {}, b: [], c: [[], {}] }],
    ['signs inside of texts', { 'a"}': '{"b": [1, 2]}', c: 'x:y, z\\' }],
    ['a text', 'a "text"'],
    ['a number', -1.5e-7],
    ['nothing', null],
    ['no object', []],
  ])('is written over several lines: %s', (_what, value) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 4)]) {
      expect(prettyJson(text)).toBe(JSON.stringify(value, null, 2));
    }
  });

  it('keeps every digit of a number, and every one of two equal names', () => {
    expect(prettyJson('{"id":9007199254740993,"price":1.10,"id":1E400}')).toBe(
      '{\n  "id": 9007199254740993,\n  "price": 1.10,\n  "id": 1E400\n}',
    );
  });

  it('is readable where its characters are escaped', () => {
    expect(prettyJson(String.raw`{"t":"\u65e5\u672c\/\n"}`)).toBe(
      `{\n  "t": ${JSON.stringify('日本/\n')}\n}`,
    );
  });

  it.each(['', 'thanks', '{"cut": "of', "{'a': 1}"])('is left as it is: %p', (text) => {
    expect(prettyJson(text)).toBe(text);
  });
});
