import { deliveryUrlFault } from '../../../server/src/domain/delivery-url';
import { maskUrl } from '../../../server/src/domain/masked-url';
import { parseUrl } from '../../../server/src/domain/parse-url';

/** After so many calls the engine has optimised whatever is called. */
const MANY = 30_000;

it('reads letters beyond ASCII, also when it was called often', () => {
  const url = 'https://b\u00fccher.example/caf\u00e9?q=\u00e4';
  let refused = 0;
  for (let time = 0; time < MANY; time += 1) if (deliveryUrlFault(url) !== null) refused += 1;
  expect(refused).toBe(0);
  for (let time = 0; time < MANY; time += 1) if (maskUrl(url) !== url) refused += 1;
  expect(refused).toBe(0);
});

it.each(['', 'example.com', '/hook', 'http://', 'http://[::1', 'http://1.2.3.256'])(
  'knows that %p is none',
  (text) => {
    expect(parseUrl(text)).toBeNull();
  },
);
