import { setTimeout as pause } from 'node:timers/promises';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { codesOf, notTheDatabases } from './blame';
import { ordeal, type OrdealResult, type Patient } from './ordeal';
import { startOwnMariaDb } from './own-mariadb';
import { startOwnPostgres } from './own-postgres';
import type { OwnServer } from './own-server';
import { startProxy, type Proxy } from './proxy';

jest.setTimeout(280_000);

const CLIENT = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
const CUTS = 8;
const OUTAGE_MS = 2_000;
const SLOW_MS = 25;

let database: TestDatabase;
beforeEach(async () => {
  database = await installedDatabase();
});
afterEach(() => database.drop());

const expectNothingLost = (result: OrdealResult): void => {
  const { report, unexplained, unhandled, failuresInCalm } = result;
  expect(report).toMatchObject({ lost: 0, phantom: 0, received: report.committed });
  expect(unexplained).toEqual([]);
  // Strapi reads what it announces after the commit, and nobody awaits that.
  expect(unhandled.filter((text) => text.includes('durable_webhooks'))).toEqual([]);
  // Saves failed no longer than the trouble lasted.
  expect(failuresInCalm).toEqual([]);
};

/** The trouble was real, and each save that failed was failed by the database. */
const expectTheDatabaseToBlame = ({ failuresInTrouble }: OrdealResult): void => {
  expect(failuresInTrouble).not.toEqual([]);
  expect(notTheDatabases(database.client, failuresInTrouble)).toEqual([]);
};

/** A server is reached over a wire, a file is not. */
const onWire = async (
  trouble: (proxy: Proxy, patient: Patient) => Promise<void>,
): Promise<OrdealResult> => {
  const { environment } = database;
  const proxy = await startProxy({
    host: String(environment['DATABASE_HOST']),
    port: Number(environment['DATABASE_PORT']),
  });
  return ordeal(database, { ...environment, DATABASE_PORT: String(proxy.port) }, (patient) =>
    trouble(proxy, patient),
  ).finally(() => proxy.close());
};

const onCutWire = async (): Promise<void> => {
  const result = await onWire(async (proxy, { savesGoOn }) => {
    for (let cut = 0; cut < CUTS; cut += 1) {
      await pause(Math.random() * 100);
      proxy.cut();
      await savesGoOn(5);
    }
    proxy.shut();
    await pause(OUTAGE_MS);
    proxy.open();
  });
  expectNothingLost(result);
  expectTheDatabaseToBlame(result);
};

const onSlowWire = async (): Promise<void> => {
  const result = await onWire(async (proxy, { savesGoOn }) => {
    proxy.slowDown(SLOW_MS);
    await savesGoOn(40);
    proxy.slowDown(0);
  });
  expectNothingLost(result);
  expect(result.failuresInTrouble).toEqual([]);
};

const SET_LIMIT = `
  const [{ page_count: pages }] = await strapi.db.connection.raw('pragma page_count');
  await strapi.db.connection.raw('pragma max_page_count = ' + (argument ?? pages));`;
const SET_READ_ONLY = `await strapi.db.connection.raw('pragma query_only = ' + argument);`;

/** Does harm and takes it back; says what saves failed with until they went on. */
const codesWhile = async (
  { journal, savesGoOn }: Patient,
  harm: () => Promise<void>,
): Promise<Set<string>> => {
  const before = journal.failures.length;
  await harm();
  await savesGoOn();
  return codesOf(journal.failures.slice(before));
};

const whileFull = (patient: Patient): Promise<Set<string>> =>
  codesWhile(patient, async () => {
    await patient.app.run(SET_LIMIT, null);
    await pause(OUTAGE_MS);
    await patient.app.run(SET_LIMIT, 1_000_000);
  });

const whileReadOnly = (patient: Patient): Promise<Set<string>> =>
  codesWhile(patient, async () => {
    await patient.app.run(SET_READ_ONLY, 'on');
    await pause(OUTAGE_MS);
    await patient.app.run(SET_READ_ONLY, 'off');
  });

/** A save waits for the lock, or fails because of it: both were seen. None passes it. */
const whileLocked = (patient: Patient): Promise<Set<string>> =>
  codesWhile(patient, async () => {
    const other = await database.connect().transaction();
    try {
      await other.raw('update durable_webhooks_meta set value = value where 1 = 0');
      await pause(OUTAGE_MS / 2);
      // What was committed before the lock has been noted by now.
      const committed = patient.committed();
      await pause(OUTAGE_MS / 2);
      expect(patient.committed()).toBe(committed);
    } finally {
      await other.rollback();
    }
  });

const onFile = async (): Promise<void> => {
  const result = await ordeal(database, database.environment, async (patient) => {
    expect(await whileFull(patient)).toEqual(new Set(['SQLITE_FULL']));
    expect(await whileReadOnly(patient)).toEqual(new Set(['SQLITE_READONLY']));
    const codes = await whileLocked(patient);
    expect([...codes].filter((code) => code !== 'SQLITE_BUSY')).toEqual([]);
  });
  expectNothingLost(result);
  expectTheDatabaseToBlame(result);
};

const onRestart = async (startOwn: () => Promise<OwnServer>): Promise<void> => {
  const own = await startOwn();
  try {
    const result = await ordeal(own.database, own.database.environment, async ({ savesGoOn }) => {
      await own.stopAtOnce();
      await pause(OUTAGE_MS);
      await own.start();
      await savesGoOn();
    });
    expectNothingLost(result);
    expectTheDatabaseToBlame(result);
  } finally {
    await own.remove();
  }
};

if (CLIENT === 'sqlite') {
  it('loses nothing when the file is full, read-only or locked', onFile);
} else {
  it('loses nothing when the wire to the database is cut and closed', onCutWire);
  it('saves and loses nothing when the wire to the database is slow', onSlowWire);
}
const START_OWN = { postgres: startOwnPostgres, mysql: startOwnMariaDb } as const;
if (CLIENT === 'postgres' || CLIENT === 'mysql') {
  it('loses nothing when the server dies and comes again', () => onRestart(START_OWN[CLIENT]));
}
