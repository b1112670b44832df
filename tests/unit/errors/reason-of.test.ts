import { reasonOf } from '../../../server/src/errors/reason-of';

test.each([
  [
    new Error("insert into `t` values ('private - matter') - SQLITE_ERROR: no such table: t"),
    'SQLITE_ERROR: no such table: t',
  ],
  [new Error('Knex: Timeout acquiring a connection'), 'Knex: Timeout acquiring a connection'],
  ['just a text', 'just a text'],
  [undefined, 'undefined'],
])('keeps what the driver says of %s', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});

test('is short', () => {
  expect(reasonOf(new Error('x'.repeat(1000)))).toHaveLength(300);
});
