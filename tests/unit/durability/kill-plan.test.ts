import {
  defaultRoundsOn,
  missedSteps,
  NAMED_STEPS,
  planAgain,
  planCampaigns,
} from '../../durability/kills/kill-plan';

describe.each(['sqlite', 'postgres', 'mysql'])('the kills that a run plans on %s', (database) => {
  const plan = planCampaigns(defaultRoundsOn(database));
  const steps = plan.flat().map(({ step }) => step);

  it('are as many as were asked for, and reach every named step', () => {
    expect(steps).toHaveLength(defaultRoundsOn(database));
    expect(NAMED_STEPS.filter((step) => !steps.includes(step))).toEqual([]);
  });

  it('come at moments of chance too, and begin in the first migration', () => {
    expect(steps.filter((step) => step === 'random').length).toBeGreaterThan(steps.length / 3);
    expect(plan.map(([first]) => first?.step)).toEqual(plan.map(() => 'mid-migration'));
  });
});

it('plans a step that did not come once more, when it comes first', () => {
  const missed = { step: 'mid-prune', nth: 6, afterMs: 900 } as const;
  expect(planAgain(missed)).toMatchObject({ step: 'mid-prune', nth: 1 });
});

it('tells of a step that was planned and never came', () => {
  const plan = planCampaigns(defaultRoundsOn('postgres'));
  const deaths = new Map(NAMED_STEPS.map((step) => [step, 1]));
  expect(missedSteps(plan, deaths.set('random', 12))).toEqual([]);
  deaths.delete('before-recording');
  expect(missedSteps(plan, deaths)).toEqual(['before-recording']);
});
