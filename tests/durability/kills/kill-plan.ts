/** Where a process is killed: at a moment of chance, or at a step. */
export type KillStep =
  'random' | 'mid-request' | 'after-response' | (typeof STEPS_OF_THE_PROCESS)[number];

/** Steps that the process itself can see; see the fixture trap.cjs. */
const STEPS_OF_THE_PROCESS = [
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

/** Every step that is planned by its name. */
export const NAMED_STEPS: readonly KillStep[] = [
  ...STEPS_OF_THE_PROCESS,
  'mid-request',
  'after-response',
];

/** Whether the trap sees the step, not the receiver. */
export const isStepOfTheProcess = (step: KillStep): boolean =>
  STEPS_OF_THE_PROCESS.some((own) => own === step);

/**
 * How many kills a run makes when it is not told: 20 on a server would leave two steps out.
 *
 * @param database - sqlite, postgres or mysql
 */
export const defaultRoundsOn = (database: string): number => (database === 'sqlite' ? 50 : 24);

/** Booting is work for one core, so two campaigns go on side by side. */
const CAMPAIGNS = 2;

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

/** So often at most a campaign plans a step again that did not come. */
export const MOST_SECOND_TRIES = 6;

/** With which named step a campaign begins, so that those side by side share them. */
const OFFSET_PER_CAMPAIGN = 5;

/**
 * Plans the kills of a run. Each campaign begins in the first migration; then named steps and moments of chance take
 * turns.
 *
 * @param rounds - how many kills in all
 * @returns the kills of each campaign
 */
export const planCampaigns = (rounds: number): Kill[][] =>
  Array.from({ length: CAMPAIGNS }, (_campaign, number) =>
    planKills(
      Math.floor(rounds / CAMPAIGNS) + (number < rounds % CAMPAIGNS ? 1 : 0),
      number * OFFSET_PER_CAMPAIGN,
    ),
  );

const planKills = (rounds: number, offset: number): Kill[] =>
  Array.from({ length: rounds }, (_kill, round) => {
    const named = NAMED_STEPS[(offset + Math.floor(round / 2)) % NAMED_STEPS.length] ?? 'random';
    const step = round === 0 ? 'mid-migration' : round % 2 === 0 ? named : 'random';
    const most = MOST_OCCURRENCES[step] ?? SOME_OCCURRENCES;
    return {
      step,
      nth: 1 + Math.floor(Math.random() * most),
      afterMs: Math.random() * LONGEST_LIFE_MS,
    };
  });

/**
 * Plans a kill again whose step did not come in time: when it comes for the first time.
 *
 * @param kill - the one that was missed
 */
export const planAgain = (kill: Kill): Kill => ({ ...kill, nth: 1 });

/**
 * Tells which steps were planned and never came.
 *
 * @param plan - the kills of each campaign
 * @param deaths - how often a process died at each step
 */
export const missedSteps = (
  plan: readonly (readonly Kill[])[],
  deaths: ReadonlyMap<KillStep, number>,
): KillStep[] => {
  const planned = new Set(plan.flat().map(({ step }) => step));
  return [...planned].filter((step) => !deaths.has(step));
};
