import type { Core } from '@strapi/strapi';
import { waitUntil } from '../../helpers/wait-until';

type Json = Record<string, unknown>;

/** What an event says of itself. */
export interface EventName {
  readonly topic: string;
  readonly uid: string | null;
  readonly model: string | null;
  readonly documentId: string | null;
  readonly locale: string | null;
}

/** What core says of an entry; what is undefined it does not say. */
export type AnnouncedName = Pick<EventName, 'topic'> & {
  readonly [Key in keyof EventName]: EventName[Key] | undefined;
};

export interface Announcement {
  readonly topic: string;
  readonly info: Json;
}

/** What Strapi announces on its hub. */
export interface Announcements {
  /** Since it was emptied. */
  readonly all: Announcement[];
  /** Waits until core announced so many entry events. */
  whenEntries(count: number): Promise<void>;
}

/**
 * Listens to the hub of an app.
 *
 * @param strapi - the app
 * @param ignored - a topic of the tests' own
 */
export const listenToHub = (strapi: Core.Strapi, ignored?: string): Announcements => {
  const all: Announcement[] = [];
  strapi.eventHub.subscribe((topic: string, info: unknown) => {
    if (topic !== ignored) all.push({ topic, info: copyOf(info) });
    return Promise.resolve();
  });
  return {
    all,
    whenEntries: async (count) => {
      await waitUntil(
        () => all.filter(({ topic }) => topic.startsWith('entry.')).length,
        (number) => number >= count,
        `${count} announcements`,
      );
    },
  };
};

const copyOf = (info: unknown): Json => {
  try {
    return JSON.parse(JSON.stringify(info ?? {}));
  } catch {
    return {};
  }
};

/**
 * What names an announcement of core's. Of a row that is gone by the time core reads it, core says
 * nothing (`entry: null`), and of a deleted or unpublished one only what its caller asked to see, often
 * without the locale.
 */
export const nameOf = ({ topic, info }: Announcement): AnnouncedName => {
  const entry = info['entry'] as Json | null | undefined;
  return {
    topic,
    uid: (info['uid'] as string | undefined) ?? null,
    model: (info['model'] as string | undefined) ?? null,
    documentId:
      entry === null ? undefined : ((entry?.['documentId'] as string | undefined) ?? null),
    locale:
      entry === null || (entry !== undefined && !('locale' in entry))
        ? undefined
        : ((entry?.['locale'] as string | undefined) ?? null),
  };
};

/**
 * Compares two multisets of events.
 *
 * @param recorded - ours
 * @param announced - core's
 * @returns a line for each event that has no partner on the other side; none when they agree
 */
export const disagreements = (
  recorded: readonly EventName[],
  announced: readonly AnnouncedName[],
): string[] => {
  const left = [...recorded];
  const invented: string[] = [];
  // Those that say more choose first, so that one that says little takes nobody else's partner.
  for (const name of [...announced].sort((a, b) => saidIn(b) - saidIn(a))) {
    const index = left.findIndex((event) => KEYS.every((key) => agrees(event[key], name[key])));
    if (index >= 0) left.splice(index, 1);
    else invented.push(`announced only: ${lineOf(name)}`);
  }
  return [...invented, ...left.map((name) => `recorded only: ${lineOf(name)}`)].sort();
};

const KEYS = ['topic', 'uid', 'model', 'documentId', 'locale'] as const;

const agrees = (recorded: string | null, announced: string | null | undefined): boolean =>
  announced === undefined || announced === recorded;

const saidIn = (name: AnnouncedName): number =>
  KEYS.filter((key) => name[key] !== undefined).length;

const lineOf = (name: AnnouncedName): string => KEYS.map((key) => String(name[key])).join(' ');
