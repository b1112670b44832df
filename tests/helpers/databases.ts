import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { isStrict } from './strict';

export type DatabaseClient = 'sqlite' | 'postgres' | 'mysql';

/** What Strapi's `config/database` holds under `connection`. */
export interface StrapiConnection {
  readonly client: DatabaseClient;
  readonly connection: Readonly<Record<string, string | number | boolean>>;
  readonly useNullAsDefault?: boolean;
  readonly pool?: { readonly min: number; readonly max: number };
}

/** A throw-away database of its own. */
export interface TestDatabase {
  readonly client: DatabaseClient;
  readonly strapiConnection: StrapiConnection;
  /** The playground's environment variables for it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What `create` takes to make another one like it. */
  readonly model: string;
  /** A new pool; closed by `drop()` at the latest. On SQLite it has one connection, as in Strapi. */
  connect(): Knex;
  drop(): Promise<void>;
}

export interface DatabaseServer {
  readonly client: DatabaseClient;
  /**
   * Creates a database.
   *
   * @param model - another one that nobody uses now, to be a copy of; without it the new one is empty
   */
  create(model?: string): Promise<TestDatabase>;
}

const DRIVERS = { sqlite: 'better-sqlite3', postgres: 'pg', mysql: 'mysql2' } as const;
const MAX_CONNECTIONS = 10;

const newName = (): string => `durable_test_${process.pid}_${randomBytes(4).toString('hex')}`;

const connectorOf = (strapiConnection: StrapiConnection) => {
  const pools: Knex[] = [];
  return {
    connect: (): Knex => {
      const pool = createKnex({ ...strapiConnection, client: DRIVERS[strapiConnection.client] });
      pools.push(pool);
      return pool;
    },
    closeAll: async (): Promise<void> => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
};

const sqlite: DatabaseServer = {
  client: 'sqlite',
  async create(model) {
    const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-'));
    const filename = join(folder, 'data.db');
    if (model !== undefined) await copyFile(model, filename);
    const strapiConnection: StrapiConnection = {
      client: 'sqlite',
      connection: { filename },
      useNullAsDefault: true,
    };
    const { connect, closeAll } = connectorOf(strapiConnection);
    return {
      client: 'sqlite',
      strapiConnection,
      environment: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
      model: filename,
      connect,
      async drop() {
        await closeAll();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** As Strapi sets mysql2 up: big integers arrive as strings. */
const MYSQL_OPTIONS = { supportBigNumbers: true, bigNumberStrings: true };

/** MySQL has no templates. */
const copyTables = async (target: Knex, model: string): Promise<void> => {
  const tables: { TABLE_NAME: string }[] = await target('information_schema.tables')
    .select('TABLE_NAME')
    .where({ TABLE_SCHEMA: model });
  await target.transaction(async (oneConnection) => {
    await oneConnection.raw('set foreign_key_checks = 0');
    for (const { TABLE_NAME: name } of tables) {
      const [rows]: Record<string, string>[][] = await oneConnection.raw(
        'show create table ??.??',
        [model, name],
      );
      const definition = rows?.[0]?.['Create Table'] ?? '';
      await oneConnection.raw(definition.replaceAll('?', '\\?'));
      await oneConnection.raw('insert into ?? select * from ??.??', [name, model, name]);
    }
    await oneConnection.raw('set foreign_key_checks = 1');
  });
};

const onServer = (client: 'postgres' | 'mysql', url: URL): DatabaseServer => {
  const connectionTo = (database: string): StrapiConnection => ({
    client,
    connection: {
      host: url.hostname,
      port: Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database,
      ...(client === 'mysql' && MYSQL_OPTIONS),
    },
    pool: { min: 0, max: MAX_CONNECTIONS },
  });

  const onMaintenance = async (sql: string): Promise<void> => {
    const { connect, closeAll } = connectorOf(connectionTo(client));
    try {
      // MySQL's own database is called mysql, PostgreSQL's postgres.
      await connect().raw(sql);
    } finally {
      await closeAll();
    }
  };

  return {
    client,
    async create(model) {
      const name = newName();
      const isTemplate = client === 'postgres' && model !== undefined;
      await onMaintenance(`create database ${name}${isTemplate ? ` template ${model}` : ''}`);
      const strapiConnection = connectionTo(name);
      const { connect, closeAll } = connectorOf(strapiConnection);
      if (client === 'mysql' && model !== undefined) await copyTables(connect(), model);
      return {
        client,
        strapiConnection,
        environment: {
          DATABASE_CLIENT: client,
          DATABASE_HOST: url.hostname,
          DATABASE_PORT: url.port,
          DATABASE_NAME: name,
          DATABASE_USERNAME: decodeURIComponent(url.username),
          DATABASE_PASSWORD: decodeURIComponent(url.password),
        },
        model: name,
        connect,
        async drop() {
          await closeAll();
          await onMaintenance(
            `drop database if exists ${name}${client === 'postgres' ? ' with (force)' : ''}`,
          );
        },
      };
    },
  };
};

const PROBE = `
  const [port, host] = process.argv.slice(1);
  const socket = require('node:net').connect({ port: Number(port), host, timeout: 2000 });
  socket.on('connect', () => process.exit(0));
  socket.on('timeout', () => process.exit(1));
  socket.on('error', () => process.exit(1));
`;

/** Test suites are described before anything can be awaited, so a child process waits for the answer. */
const isReachable = ({ hostname, port }: URL): boolean =>
  spawnSync(process.execPath, ['-e', PROBE, port, hostname]).status === 0;

const serverAt = (
  client: 'postgres' | 'mysql',
  variable: string,
  fallback: string,
): DatabaseServer[] => {
  const url = new URL(process.env[variable] ?? fallback);
  if (isReachable(url)) return [onServer(client, url)];
  const message = `no ${client} answers at ${url.host}: set ${variable} or start one there`;
  if (isStrict()) throw new Error(message);
  process.stderr.write(`\n!!! SKIPPED: every test on ${client}, because ${message}\n\n`);
  return [];
};

/**
 * A PostgreSQL server that a test started for itself.
 *
 * @param port - on 127.0.0.1, with a user postgres who needs no password
 */
export const postgresAt = (port: number): DatabaseServer =>
  onServer('postgres', new URL(`postgres://postgres@127.0.0.1:${port}`));

/**
 * A MariaDB or MySQL server that a test started for itself.
 *
 * @param port - on 127.0.0.1, with a user root who needs no password
 */
export const mysqlAt = (port: number): DatabaseServer =>
  onServer('mysql', new URL(`mysql://root@127.0.0.1:${port}`));

/**
 * The databases that can be tested here: SQLite always, PostgreSQL and MySQL or MariaDB where they
 * answer; `DURABLE_TEST_DATABASE` names a single one. With `CI=true` or `CI=1` a missing one is an error.
 */
export const databaseServers = (): DatabaseServer[] => {
  const only = process.env['DURABLE_TEST_DATABASE'];
  const wanted = (client: DatabaseClient): boolean => only === undefined || only === client;
  return [
    ...(wanted('sqlite') ? [sqlite] : []),
    ...(wanted('postgres')
      ? serverAt('postgres', 'DURABLE_TEST_POSTGRES_URL', 'postgres://postgres@127.0.0.1:5432')
      : []),
    ...(wanted('mysql')
      ? serverAt('mysql', 'DURABLE_TEST_MYSQL_URL', 'mysql://root@127.0.0.1:3306')
      : []),
  ];
};
