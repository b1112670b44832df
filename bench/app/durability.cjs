'use strict';

const SQLITE_SYNCHRONOUS = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

/** SQLite stays as Strapi sets it up, unless WAL is measured: then with every commit safe as well. */
const setJournal = async ({ db }) => {
  if (process.env.BENCH_JOURNAL !== 'wal') return;
  await db.connection.raw('pragma journal_mode = wal');
  await db.connection.raw('pragma synchronous = full');
};

/** In words, how safe a commit is here. */
const describeDurability = async ({ db }) => {
  const { connection } = db;
  const first = async (sql) => {
    const result = await connection.raw(sql);
    const rows = Array.isArray(result) ? result.flat() : result.rows;
    return Object.values(rows[0]).at(-1);
  };
  switch (process.env.DATABASE_CLIENT) {
    case 'postgres':
      return `fsync ${await first('show fsync')}, synchronous_commit ${await first('show synchronous_commit')}`;
    case 'mysql':
      return `innodb_flush_log_at_trx_commit ${await first("show variables like 'innodb_flush_log_at_trx_commit'")}`;
    default: {
      const synchronous = SQLITE_SYNCHRONOUS[await first('pragma synchronous')];
      return `journal_mode ${await first('pragma journal_mode')}, synchronous ${synchronous}`;
    }
  }
};

module.exports = { describeDurability, setJournal };
