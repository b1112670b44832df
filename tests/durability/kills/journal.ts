import { existsSync, readFileSync } from 'node:fs';

/** What a change announces: topic and text. */
export type EventKey = string;

interface Change {
  readonly id: string;
  readonly events: readonly EventKey[];
  readonly probe: unknown;
  state: 'begun' | 'committed' | 'rolledBack';
}

type Line =
  | { readonly begun: string; readonly events: readonly EventKey[]; readonly probe: unknown }
  | { readonly committed: string }
  | { readonly rolledBack: string }
  | { readonly failed: string; readonly error: string }
  | { readonly unsaved: string }
  | { readonly died: string };

/** What the writers of one database wrote down outside of it. */
export interface Journal {
  readonly path: string;
  /** Reads what was added since the last time; false when there is nothing. */
  catchUp(): boolean;
  /** Changes that were begun and of which nothing was heard again. */
  unknown(): readonly Change[];
  /** Tells what was found out about the unknown changes. */
  resolve(verdicts: readonly boolean[]): void;
  /** Steps at which a process killed itself. */
  readonly deaths: readonly string[];
  /** Saves that threw and were not meant to. */
  readonly failures: readonly string[];
  /** Saves that returned and of which the database knows nothing. */
  readonly unsavedCount: number;
  /** What is known of the changes that announce an event; for a test that failed. */
  historyOf(key: EventKey): string;
  /** How often each event is owed: once for every committed change that announces it. */
  owed(): ReadonlyMap<EventKey, number>;
}

/**
 * Reads a journal; the file may not exist yet.
 *
 * @param path - the file
 */
export const openJournal = (path: string): Journal => {
  const changes = new Map<string, Change>();
  const deaths: string[] = [];
  const failures: string[] = [];
  let position = 0;
  let unsaved = 0;

  const settle = (id: string, state: Change['state']): void => {
    const change = changes.get(id);
    if (change === undefined) throw new Error(`the journal settles a change it does not know`);
    change.state = state;
  };

  const read = (line: Line): void => {
    if ('begun' in line) {
      const { begun: id, events, probe } = line;
      changes.set(id, { id, events, probe, state: 'begun' });
    } else if ('committed' in line) settle(line.committed, 'committed');
    else if ('rolledBack' in line) settle(line.rolledBack, 'rolledBack');
    else if ('unsaved' in line) {
      unsaved += 1;
      settle(line.unsaved, 'rolledBack');
    } else if ('died' in line) deaths.push(line.died);
    else {
      failures.push(line.error);
      settle(line.failed, 'rolledBack');
    }
  };

  const unknown = (): Change[] => [...changes.values()].filter(({ state }) => state === 'begun');

  return {
    path,
    deaths,
    failures,
    get unsavedCount() {
      return unsaved;
    },
    unknown,
    catchUp: () => {
      if (!existsSync(path)) return false;
      // The last line may be on its way.
      const news = readFileSync(path, 'utf8').slice(position);
      const text = news.slice(0, news.lastIndexOf('\n') + 1);
      for (const line of text.split('\n')) if (line !== '') read(JSON.parse(line) as Line);
      position += text.length;
      return text !== '';
    },
    resolve: (verdicts) => {
      unknown().forEach(({ id }, index) => {
        settle(id, verdicts[index] === true ? 'committed' : 'rolledBack');
      });
    },
    historyOf: (key) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) =>
          [...changes.values()].some(({ id, events }) => events.includes(key) && line.includes(id)),
        )
        .join('\n'),
    owed: () => {
      const counts = new Map<EventKey, number>();
      for (const { state, events } of changes.values()) {
        if (state !== 'committed') continue;
        for (const key of events) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return counts;
    },
  };
};
