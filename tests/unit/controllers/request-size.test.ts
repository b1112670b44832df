import { sizeFault } from '../../../server/src/controllers/request-size';

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);

it('takes what a large request has', () => {
  const webhook = { topics: Array(200).fill('entry.*'), contentTypes: Array(500).fill('uid') };
  expect(sizeFault({ data: { create: Array(100).fill(webhook) } })).toBeNull();
  expect(sizeFault(null)).toBeNull();
  expect(sizeFault(nested(30))).toBeNull();
});

it.each([
  ['a long list', Array(100_001).fill(1), /values/],
  ['many lists', Array(400).fill(Array(300).fill(1)), /values/],
  ['a deep list', nested(40), /deeper/],
  ['a very deep list', nested(100_000), /deeper/],
])('refuses %s', (_name, body, fault) => {
  expect(sizeFault(body)).toMatch(fault);
});
