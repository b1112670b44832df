import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { VERIFICATION_ERROR_CODES } from '../../receiver/src/verification-error';
import { settingsSchema } from '../../server/src/config/schema';
import { ATTEMPT_ERROR_CODES } from '../../server/src/domain/attempt';
import { STANDARD_RETRY_SCHEDULE } from '../../server/src/domain/rules/retry-schedule';
import { ERROR_CATALOGUE } from '../../server/src/errors/catalogue';
import { codeOf, readmeTable, ROOT } from './markdown';

const firstColumn = (heading: string): (string | null)[] =>
  readmeTable(heading).map((row) => codeOf(Object.values(row)[0]));

const sorted = (values: Iterable<string | null>): string[] =>
  [...new Set(values)].map(String).sort();

interface Property {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly default?: unknown;
}

/** Every setting by its dotted key, with its default. */
const settingsOf = (property: Property, prefix = ''): Map<string, unknown> =>
  new Map(
    Object.entries(property.properties ?? {}).flatMap(([name, inner]): [string, unknown][] =>
      inner.properties === undefined
        ? [[`${prefix}${name}`, inner.default]]
        : [...settingsOf(inner, `${prefix}${name}.`)],
    ),
  );

const UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/** Reads "35 min 5 s". */
const secondsOf = (text = ''): number =>
  [...text.matchAll(/(\d+) ?(s|min|h)?/g)].reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? Number.NaN),
    0,
  );

describe('the README', () => {
  it('has each of its sections in its contents, in their order', () => {
    const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8');
    const titles = [...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    const contents = [...readme.matchAll(/^- \[(.+)\]\(#.+\)$/gm)].map(([, title]) => title);
    expect(titles.length).toBeGreaterThan(10);
    expect(contents).toEqual(titles);
  });

  it('explains every error code under "Troubleshooting", and no other', () => {
    const codes = [...Object.keys(ERROR_CATALOGUE), ...ATTEMPT_ERROR_CODES];
    expect(sorted(firstColumn('Troubleshooting'))).toEqual(sorted(codes));
  });

  it('explains every code of the receiver under "Verify a signature", and no other', () => {
    const rows = readmeTable('Verify a signature').filter((row) => 'Code' in row);
    expect(sorted(rows.map((row) => codeOf(row['Code'])))).toEqual(
      sorted(VERIFICATION_ERROR_CODES),
    );
  });

  it('has the default schedule under "Retries", pause by pause', () => {
    const rows = readmeTable('Retries').filter((row) => 'Pause before it' in row);
    const pauses = rows.slice(1).map((row) => secondsOf(row['Pause before it']));
    expect(pauses).toEqual(STANDARD_RETRY_SCHEDULE);
    let passed = 0;
    const since = [0, ...STANDARD_RETRY_SCHEDULE.map((pause) => (passed += pause))];
    expect(rows.map((row) => secondsOf(row['Since the first attempt']))).toEqual(since);
  });

  it('lists every setting under "Settings", and no other, with the default that it has', () => {
    const settings = settingsOf(z.toJSONSchema(settingsSchema, { io: 'input' }) as Property);
    expect(settings.size).toBeGreaterThan(20);
    expect(sorted(firstColumn('Settings'))).toEqual(sorted(settings.keys()));
    for (const row of readmeTable('Settings')) {
      const key = codeOf(Object.values(row)[0]) ?? '';
      const shown = codeOf(row['Default']);
      if (shown !== null)
        expect({ [key]: JSON.parse(shown) }).toEqual({ [key]: settings.get(key) });
    }
  });
});
