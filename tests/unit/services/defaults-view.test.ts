import { resolveSettings } from '../../../server/src/config/resolve';
import { updateWebhookSchema } from '../../../server/src/contracts/webhook';
import { defaultsView } from '../../../server/src/services/defaults-view';

const limitWith = (durationMs: number): number => {
  const { settings } = resolveSettings({
    serverWebhooks: {},
    plugin: { lease: { durationMs } },
    absoluteUrl: 'http://localhost',
    environment: 'test',
  });
  return defaultsView(settings).limits.timeoutMs;
};

describe('the longest timeout that a form may offer', () => {
  it('lets two attempts fit into a lease', () => {
    expect(limitWith(60_001)).toBe(30_000);
  });

  it('is never longer than what is accepted (it once followed a lease of an hour)', () => {
    const timeoutMs = limitWith(3_600_000);
    expect(updateWebhookSchema.safeParse({ timeoutMs }).success).toBe(true);
    expect(updateWebhookSchema.safeParse({ timeoutMs: timeoutMs + 1 }).success).toBe(false);
  });
});
