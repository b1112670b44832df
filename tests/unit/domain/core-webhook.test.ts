import { planTakeOver } from '../../../server/src/domain/core-webhook';

const LIMITS = {
  headers: 50,
  headerNameBytes: 200,
  headerValueBytes: 1_000,
  headersBytes: 10_000,
};

describe('taking over a webhook of Strapi', () => {
  it('keeps to what can be sent: no space around the URL, and a name on one line', () => {
    const core = {
      id: '1',
      name: ' News\r\n[now] error ',
      url: ' https://example.com/hook\n',
      headers: {},
      events: ['entry.create'],
      isEnabled: true,
    };
    expect(planTakeOver(core, ['entry.create'], LIMITS)).toMatchObject({
      webhook: { name: 'News [now] error', deliveryUrl: 'https://example.com/hook' },
      notes: [],
    });
  });
});
