import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mysqlFault, mysqlUrl, postgresFault, postgresUrl } from '../scripts/run/surroundings.mjs';

const createKnex = createRequire(import.meta.url)('knex');

/** @typedef {'sqlite' | 'sqlite-wal' | 'postgres' | 'mysql'} DatabaseKind */

export const DATABASE_TITLES = {
  sqlite: 'SQLite',
  'sqlite-wal': 'SQLite, WAL',
  postgres: 'PostgreSQL',
  mysql: 'MariaDB',
};

/** Why a database cannot be measured here; null when it can. */
export const databaseFault = async (kind) => {
  if (kind === 'postgres') return postgresFault();
  if (kind === 'mysql') return mysqlFault();
  return null;
};

const newName = () => `durable_bench_${process.pid}_${randomBytes(4).toString('hex')}`;

const onServer = async (client, url, sql) => {
  const driver = client === 'postgres' ? 'pg' : 'mysql2';
  const knex = createKnex({ client: driver, connection: url });
  try {
    await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
};

const serverEnvironment = (client, address, name) => {
  const url = new URL(address);
  return {
    DATABASE_CLIENT: client,
    DATABASE_HOST: url.hostname,
    DATABASE_PORT: url.port || (client === 'postgres' ? '5432' : '3306'),
    DATABASE_NAME: name,
    DATABASE_USERNAME: decodeURIComponent(url.username),
    DATABASE_PASSWORD: decodeURIComponent(url.password),
  };
};

/**
 * Makes a throw-away database.
 *
 * @param {DatabaseKind} kind
 * @returns its environment for the playground, and how to remove it
 */
export const createDatabase = async (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'durable-webhooks-bench-'));
  mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
  const common = { PUBLIC_DIR: join(folder, 'public') };
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (kind === 'sqlite' || kind === 'sqlite-wal') {
    return {
      environment: {
        ...common,
        DATABASE_CLIENT: 'sqlite',
        DATABASE_FILENAME: join(folder, 'data.db'),
        BENCH_JOURNAL: kind === 'sqlite' ? '' : 'wal',
      },
      drop: async () => removeFolder(),
    };
  }
  const url = kind === 'postgres' ? postgresUrl() : mysqlUrl();
  const name = newName();
  await onServer(kind, url, `create database ${name}`);
  return {
    environment: { ...common, ...serverEnvironment(kind, url, name) },
    drop: async () => {
      const force = kind === 'postgres' ? ' with (force)' : '';
      await onServer(kind, url, `drop database if exists ${name}${force}`);
      removeFolder();
    },
  };
};
