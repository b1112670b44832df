import { createLane, type Lane } from '../../../server/src/dispatcher/lane';
import { createLanes, type Lanes } from '../../../server/src/dispatcher/lanes';
import { aDelivery, webhookId } from '../../helpers/builders';

const work = (id = 1) => ({
  delivery: aDelivery({ webhookId: webhookId(id) }),
  owner: 'me',
  body: Buffer.from('{}'),
});

const grow = (lane: Lane, successes: number): void => {
  for (let index = 0; index < successes; index += 1) {
    lane.enqueue(work(), 1);
    lane.start();
    lane.finish('success', 50, 0);
  }
};

describe('a lane', () => {
  it('starts carefully and grows by one per success up to the concurrency', () => {
    const lane = createLane(16);
    expect(lane.limit).toBe(2);
    grow(lane, 3);
    expect(lane.limit).toBe(5);
    grow(lane, 100);
    expect(lane.limit).toBe(16);
  });

  it('halves on failure, down to a single probe', () => {
    const lane = createLane(16);
    grow(lane, 20);
    const limits = Array.from({ length: 6 }, () => {
      lane.enqueue(work(), 1);
      lane.start();
      lane.finish('failure', 1_000, 0);
      return lane.limit;
    });
    expect(limits).toEqual([8, 4, 2, 1, 1, 1]);
  });

  it('fetches ahead only for a receiver that answers', () => {
    const lane = createLane(16);
    expect(lane.capacity()).toBe(2);
    grow(lane, 20);
    expect(lane.capacity()).toBeGreaterThan(16);
    lane.enqueue(work(), 1);
    lane.start();
    lane.finish('failure', 15_000, 0);
    expect(lane.capacity()).toBe(8);
  });

  it('expects an answer after the usual time, and none of a receiver that was never heard of', () => {
    const lanes = createLanes(64, 16);
    const [heard, silent] = [lanes.of(webhookId(1)), lanes.of(webhookId(2))];
    grow(heard, 20);
    for (const lane of [heard, heard, silent]) {
      lane.enqueue(work(), 1);
      lane.start();
    }
    // Two on the wire that take 50 ms each.
    expect(lanes.expectedEnds(50)).toBeCloseTo(2);
    expect(lanes.expectedEnds(20)).toBeCloseTo(0.8);
  });

  it('counts what waits here against what it asks for', () => {
    const lane = createLane(16);
    lane.enqueue(work(), 1);
    expect(lane.capacity()).toBe(1);
    lane.start();
    expect(lane.capacity()).toBe(1);
  });
});

/** Failures one after the other, until the lane rests. */
const rest = (lane: Lane, atMs = 0): void => {
  while (lane.restEndsAtMs === null) {
    lane.enqueue(work(), 1);
    lane.start();
    lane.finish('failure', 1, atMs);
  }
};

describe('a lane that rests', () => {
  it('has one place, whatever it had before', () => {
    const lane = createLane(100);
    grow(lane, 200);
    rest(lane);
    expect(lane.limit).toBe(1);
    expect(lane.capacity()).toBe(1);
  });

  it('gives back what is scheduled, and keeps what people asked for', () => {
    const lane = createLane(16);
    const { delivery, ...others } = work();
    rest(lane);
    for (const leaseTrigger of ['scheduled', 'manual', 'scheduled'] as const) {
      lane.enqueue({ ...others, delivery: { ...delivery, leaseTrigger } }, 1);
    }
    expect(lane.drain('scheduled')).toHaveLength(2);
    expect(lane.start()?.work.delivery.leaseTrigger).toBe('manual');
    expect(lane.drain()).toEqual([]);
  });

  it('rests no longer when its webhook was edited', () => {
    const lane = createLane(16);
    lane.follow(16, 1_000);
    rest(lane);
    lane.follow(16, 1_000);
    expect(lane.restEndsAtMs).not.toBeNull();
    lane.follow(16, 2_000);
    expect(lane.restEndsAtMs).toBeNull();
  });
});

describe('whose turn it is', () => {
  it('is people first, and theirs again after each scheduled delivery', () => {
    const lane = createLane(16);
    const { delivery, ...rest } = work();
    expect(lane.manualFirst).toBe(true);
    lane.enqueue({ ...rest, delivery: { ...delivery, leaseTrigger: 'manual' } }, 1);
    expect(lane.manualFirst).toBe(false);
    lane.enqueue({ ...rest, delivery: { ...delivery, leaseTrigger: 'scheduled' } }, 1);
    expect(lane.manualFirst).toBe(true);
  });
});

describe('the lanes together', () => {
  const startAll = (lanes: Lanes): number[] =>
    lanes.takeStartable().map((next) => next.work.delivery.webhookId);
  const fill = (lanes: Lanes, id: number, count: number): void => {
    for (let index = 0; index < count; index += 1) lanes.of(webhookId(id)).enqueue(work(id), 1);
  };

  it('takes turns between webhooks', () => {
    const lanes = createLanes(64, 16);
    fill(lanes, 1, 10);
    fill(lanes, 2, 10);
    const started = startAll(lanes);
    expect(started.filter((id) => id === 1)).toHaveLength(2);
    expect(started.filter((id) => id === 2)).toHaveLength(2);
  });

  it('never has more on the wire than the total, but for one of each webhook', () => {
    const lanes = createLanes(4, 16);
    for (let id = 1; id <= 10; id += 1) {
      grow(lanes.of(webhookId(id)), 20);
      fill(lanes, id, 20);
    }
    const started = startAll(lanes);
    expect(started).toHaveLength(10);
    expect(new Set(started).size).toBe(10);
  });

  it('leaves a healthy webhook its whole concurrency beside twenty dead ones', () => {
    const lanes = createLanes(64, 16);
    for (let id = 1; id <= 20; id += 1) {
      const lane = lanes.of(webhookId(id));
      fill(lanes, id, 50);
      lane.start();
      lane.finish('failure', 15_000, 0);
    }
    startAll(lanes);
    const healthy = lanes.of(webhookId(99));
    grow(healthy, 20);
    fill(lanes, 99, 50);
    expect(startAll(lanes).filter((id) => id === 99).length).toBeGreaterThanOrEqual(12);
  });

  it('begin with those whose receivers answer soonest, and with the oldest of each', () => {
    const lanes = createLanes(64, 16);
    for (const [id, durationMs] of [
      [1, 400],
      [2, 9],
      [3, 80],
    ] as const) {
      fill(lanes, id, 1);
      startAll(lanes);
      lanes.of(webhookId(id)).finish('success', durationMs, 0);
    }
    for (let event = 1; event <= 3; event += 1) {
      for (const id of [4, 1, 2, 3]) lanes.of(webhookId(id)).enqueue(work(id), event);
    }
    const taken = lanes.takeStartable();
    expect(taken.map((next) => [next.work.delivery.webhookId, next.leaseEndsAtMs])).toEqual(
      [2, 3, 1]
        .flatMap((id) => [1, 2, 3].map((event) => [id, event]))
        .concat([
          [4, 1],
          [4, 2],
        ]),
    );
  });

  it('are hungry when one of those that are asked about has room and nothing to start', () => {
    const lanes = createLanes(64, 16);
    const [busy, idle] = [webhookId(1), webhookId(2)];
    lanes.of(busy).enqueue(work(1), 1);
    lanes.of(idle);
    expect(lanes.isHungry(new Set([busy]))).toBe(false);
    expect(lanes.isHungry(new Set([busy, idle]))).toBe(true);
    expect(lanes.isHungry(new Set())).toBe(false);
    startAll(lanes);
    expect(lanes.isHungry(new Set([busy]))).toBe(true);
  });

  describe('of which some rest', () => {
    const [well, ill, worse] = [webhookId(1), webhookId(2), webhookId(3)];
    let lanes: Lanes;
    beforeEach(() => {
      lanes = createLanes(64, 16);
      lanes.of(well);
      rest(lanes.of(ill), 50);
      rest(lanes.of(worse), 10);
    });

    it('tell when the first rest ends', () => {
      expect(createLanes(64, 16).restEndsAtMs).toBe(Infinity);
      expect(lanes.restEndsAtMs).toBe(109);
      lanes.endRests(120);
      expect(lanes.restEndsAtMs).toBe(149);
      lanes.endRests(149);
      expect(lanes.restEndsAtMs).toBe(Infinity);
    });

    it('end rests together that would end a moment apart, and never one before its time without another', () => {
      const soon = webhookId(4);
      rest(lanes.of(soon), 27);
      expect(lanes.of(soon).restEndsAtMs).toBe(126);
      lanes.endRests(108);
      expect(lanes.of(worse).restEndsAtMs).toBe(109);
      lanes.endRests(109);
      expect([worse, soon, ill].map((id) => lanes.of(id).restEndsAtMs)).toEqual([null, null, 149]);
    });

    it('look for work for those that do not', () => {
      expect(lanes.isHungry(new Set([ill, worse]))).toBe(false);
      expect(lanes.isHungry(new Set([ill, well]))).toBe(true);
      expect(lanes.room).toBe(2);
      rest(lanes.of(well));
      expect(lanes.room).toBe(0);
    });

    it('give back what is scheduled for those that do', () => {
      const { delivery, ...others } = work();
      for (const id of [well, ill]) {
        const scheduled = { ...delivery, leaseTrigger: 'scheduled', webhookId: id } as const;
        lanes.of(id).enqueue({ ...others, delivery: scheduled }, 1);
      }
      expect(lanes.drainResting()).toHaveLength(1);
      expect(startAll(lanes)).toEqual([well]);
    });
  });
});
