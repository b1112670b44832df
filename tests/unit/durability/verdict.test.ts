import type { DeliveryTally } from '../../durability/kills/tally';
import { judge, type Evidence } from '../../durability/kills/verdict';

const CREATED = 'entry.create first';
const UPDATED = 'entry.update first';

/** What arrived of one delivery: its event stands for one change, whichever webhook it goes to. */
const tallied = (webhookId: string, key: string, changes: Partial<DeliveryTally> = {}) => ({
  webhookId,
  key,
  eventId: `event of ${key}`,
  requestCount: 1,
  ...changes,
});

/** Two webhooks, two changes that committed, and every delivery once. */
const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  rounds: 3,
  webhookIds: ['1', '2'],
  owed: new Map([
    [CREATED, 1],
    [UPDATED, 1],
  ]),
  byDelivery: new Map([
    ['created to 1', tallied('1', CREATED)],
    ['created to 2', tallied('2', CREATED)],
    ['updated to 1', tallied('1', UPDATED)],
    ['updated to 2', tallied('2', UPDATED)],
  ]),
  inFlight: new Map(),
  failures: new Map(),
  outOfOrder: [],
  ...changes,
});

const CLEAN = {
  rounds: 3,
  committed: 2,
  received: 2,
  lost: 0,
  phantom: 0,
  duplicates: 0,
  inFlightAtKill: 0,
  outOfOrder: 0,
};
const NOTHING_ODD = { missing: [], unowed: [], unexplained: [] };

/** The evidence, with other words about some of the deliveries. */
const withDeliveries = (
  deliveries: readonly (readonly [string, DeliveryTally])[],
  changes: Partial<Evidence> = {},
): Evidence =>
  evidence({ byDelivery: new Map([...evidence().byDelivery, ...deliveries]), ...changes });

const SENT_TWICE = ['created to 1', tallied('1', CREATED, { requestCount: 2 })] as const;

it('finds nothing when every event reached every webhook once', () => {
  expect(judge(evidence())).toEqual({ report: CLEAN, ...NOTHING_ODD });
});

it('asks nobody for a ping', () => {
  const ping = ['ping of 1', tallied('1', 'ping ')] as const;
  expect(judge(withDeliveries([ping]))).toEqual({ report: CLEAN, ...NOTHING_ODD });
});

it('finds an event that did not reach one of the webhooks', () => {
  const { byDelivery } = evidence();
  const arrived = new Map([...byDelivery].filter(([id]) => id !== 'updated to 2'));
  expect(judge(evidence({ byDelivery: arrived }))).toEqual({
    report: { ...CLEAN, received: 1, lost: 1 },
    ...NOTHING_ODD,
    missing: [UPDATED],
  });
});

it('finds an event that two changes announced and that arrived for one of them', () => {
  const owed = new Map([
    [CREATED, 1],
    [UPDATED, 2],
  ]);
  expect(judge(evidence({ owed }))).toEqual({
    report: { ...CLEAN, committed: 3, lost: 1 },
    ...NOTHING_ODD,
    missing: [UPDATED],
  });
});

it('finds an event of a change that was rolled back', () => {
  const phantom = ['undone to 1', tallied('1', 'entry.create undone')] as const;
  expect(judge(withDeliveries([phantom]))).toEqual({
    report: { ...CLEAN, phantom: 1 },
    ...NOTHING_ODD,
    unowed: ['entry.create undone'],
  });
});

it('finds one event more than the changes of its name, and not the same event for another webhook', () => {
  const again = tallied('1', CREATED, { eventId: 'another event' });
  expect(judge(withDeliveries([['created again to 1', again]]))).toEqual({
    report: { ...CLEAN, phantom: 1 },
    ...NOTHING_ODD,
    unowed: [CREATED],
  });
});

it('counts as a duplicate what was in flight at a kill, and leaves it at that', () => {
  const inFlight = new Map([['created to 1', 1]]);
  expect(judge(withDeliveries([SENT_TWICE], { inFlight }))).toEqual({
    report: { ...CLEAN, duplicates: 1, inFlightAtKill: 1 },
    ...NOTHING_ODD,
  });
});

it('finds one duplicate more than was in flight, though another delivery was in flight and came once', () => {
  const inFlight = new Map([['created to 2', 1]]);
  expect(judge(withDeliveries([SENT_TWICE], { inFlight }))).toEqual({
    report: { ...CLEAN, duplicates: 1, inFlightAtKill: 1 },
    ...NOTHING_ODD,
    unexplained: ['created to 1'],
  });
});

it('takes a request that follows a failure on record for no duplicate, and the one after it for one', () => {
  const failures = new Map([['created to 1', 1]]);
  expect(judge(withDeliveries([SENT_TWICE], { failures })).report).toEqual(CLEAN);
  const thrice = ['created to 1', tallied('1', CREATED, { requestCount: 3 })] as const;
  expect(judge(withDeliveries([thrice], { failures }))).toEqual({
    report: { ...CLEAN, duplicates: 1 },
    ...NOTHING_ODD,
    unexplained: ['created to 1'],
  });
});

it('counts a failure on record that never reached the receiver for nothing', () => {
  const failures = new Map([['created to 1', 5]]);
  expect(judge(evidence({ failures }))).toEqual({ report: CLEAN, ...NOTHING_ODD });
});

it('counts what did not keep the order of its document', () => {
  const outOfOrder = ['a: number 2 did not wait for number 1'];
  expect(judge(evidence({ outOfOrder }))).toEqual({
    report: { ...CLEAN, outOfOrder: 1 },
    ...NOTHING_ODD,
  });
});
