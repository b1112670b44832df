import { AsyncResource } from 'node:async_hooks';
import { createMute } from '../../../../server/src/adapters/capture/mute';

let nowMs = 0;
const mute = createMute(() => nowMs);
const asked = () => [mute.isMuted(), mute.isMutedAnnouncement()];

it('lasts until the promise of the work is settled; what Strapi announces after it is muted a little longer', async () => {
  let later: () => boolean[] = asked;
  await mute.withoutWebhooks(async () => {
    await Promise.resolve();
    later = AsyncResource.bind(asked);
    expect(asked()).toEqual([true, true]);
  });
  expect(later()).toEqual([false, true]);
  nowMs += 5_000;
  expect(later()).toEqual([false, false]);
});

it('does not end for the work around it', async () => {
  await mute.withoutWebhooks(async () => {
    await mute.withoutWebhooks(() => Promise.resolve());
    expect(mute.isMuted()).toBe(true);
  });
});

it('does not start, and does not end for, something that begins when it is awaited', () => {
  let begun = 0;
  let within: () => boolean[] = asked;
  mute.withoutWebhooks(() => {
    within = AsyncResource.bind(asked);
    return {
      then: () => {
        begun += 1;
      },
    };
  });
  expect([begun, within()]).toEqual([0, [true, true]]);
});
