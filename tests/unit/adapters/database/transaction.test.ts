import createKnex, { type Knex } from 'knex';
import { createStoreContext, type StoreContext } from '../../../../server/src/adapters/database';
import { runTransaction } from '../../../../server/src/adapters/database/transaction';
import { fakeSecretBox } from '../../../conformance/fixture';

/** What goes wrong with the connection itself, which no server does when it is told to. */
describe('a transaction of ours', () => {
  let knex: Knex;
  let context: StoreContext;
  /** Statements that fail, whatever they are. */
  let failing: RegExp | null;
  let said: string[];

  beforeEach(async () => {
    failing = null;
    said = [];
    knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
      pool: { min: 0, max: 1 },
      log: { warn: () => undefined },
    });
    const client: { _query(connection: unknown, asked: { sql: string }): Promise<unknown> } =
      knex.client;
    const query = client._query.bind(client);
    client._query = (connection, asked) => {
      said.push(asked.sql);
      return failing?.test(asked.sql) === true
        ? Promise.reject(new Error('the line is dead'))
        : query(connection, asked);
    };
    context = createStoreContext(knex, { secretBox: fakeSecretBox });
    await knex.raw('create table notes (text text)');
  });
  afterEach(() => knex.destroy());

  const note = (text: string) => knex('notes').insert({ text });
  const failingWork = () => Promise.reject(new Error('on second thoughts'));

  it('tells what its work said, and gives its connection back', async () => {
    await expect(runTransaction(knex, context, failingWork)).rejects.toThrow('on second thoughts');
    expect(said.slice(-2)).toEqual(['begin immediate', 'rollback']);
    await note('the table is still there');
  });

  it('gives its connection back when it cannot begin', async () => {
    failing = /^begin/;
    await expect(runTransaction(knex, context, failingWork)).rejects.toThrow('the line is dead');
    failing = null;
    await note('the table is still there');
  });

  it('never lets anybody use a connection that could not be rolled back', async () => {
    failing = /^rollback/;
    await expect(runTransaction(knex, context, failingWork)).rejects.toThrow('on second thoughts');
    failing = null;
    // In memory: another connection is another database.
    await expect(note('the table is gone')).rejects.toThrow('no such table');
  });
});
