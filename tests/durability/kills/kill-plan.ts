/** Where a process is killed: at a moment of chance, or at a step. */
export type KillStep =
  'random' | 'mid-request' | 'after-response' | (typeof STEPS_OF_THE_PROCESS)[number];

/** Steps that the process itself can see; see the fixture trap.cjs. */
export const STEPS_OF_THE_PROCESS = [
  'mid-migration',
  'before-commit',
  'after-commit',
  'mid-fan-out',
  'after-claim',
  'before-recording',
  'while-recording',
  'after-recording',
  'mid-prune',
] as const;

const NAMED: readonly KillStep[] = [...STEPS_OF_THE_PROCESS, 'mid-request', 'after-response'];

export interface Kill {
  readonly step: KillStep;
  /** The process dies when the step is reached for this many times. */
  readonly nth: number;
  /** A moment of chance, after the writer's first change. */
  readonly afterMs: number;
}

/** Few enough statements that a migration has them, and few enough steps that each comes soon. */
const MOST_OCCURRENCES: Partial<Record<KillStep, number>> = {
  'mid-migration': 16,
  'mid-prune': 6,
  'mid-request': 60,
  'after-response': 60,
};
const SOME_OCCURRENCES = 12;
const LONGEST_LIFE_MS = 1_500;

/**
 * Plans the kills of a campaign. It begins in the first migration; then named steps and moments of chance
 * take turns.
 *
 * @param rounds - how many
 * @param offset - with which named step to begin, so that campaigns side by side share them
 */
export const planKills = (rounds: number, offset: number): Kill[] =>
  Array.from({ length: rounds }, (_kill, round) => {
    const named = NAMED[(offset + Math.floor(round / 2)) % NAMED.length] ?? 'random';
    const step = round === 0 ? 'mid-migration' : round % 2 === 0 ? named : 'random';
    const most = MOST_OCCURRENCES[step] ?? SOME_OCCURRENCES;
    return {
      step,
      nth: 1 + Math.floor(Math.random() * most),
      afterMs: Math.random() * LONGEST_LIFE_MS,
    };
  });
