import { changedFields } from '../../../server/src/domain/audit';
import type { SecretSet } from '../../../server/src/domain/secret-rotation';
import type { Webhook } from '../../../server/src/domain/webhook';
import { webhookId } from '../../helpers/builders';

const BEFORE: Webhook & SecretSet = {
  id: webhookId(1),
  key: null,
  declaredStatus: null,
  name: 'Receiver',
  status: 'active',
  topics: ['entry.*'],
  contentTypes: null,
  deliveryUrl: 'https://a.test/?token=one',
  headers: [
    { name: 'Authorization', value: 'Bearer one', sensitive: true },
    { name: 'X-Shop', value: 'tokyo', sensitive: false },
  ],
  options: { timeoutMs: 1000 },
  pausedReason: null,
  failureCount: 0,
  disabledReason: null,
  disabledMessage: null,
  disabledAtMs: null,
  notBeforeMs: null,
  createdAtMs: 1,
  updatedAtMs: 1,
  secrets: ['a secret of some length'],
  previousSecrets: [],
};

describe('changedFields', () => {
  it.each<[string, Partial<Webhook & SecretSet>, string[]]>([
    ['nothing', { updatedAtMs: 2, failureCount: 3, status: 'paused' }, []],
    ['the name', { name: 'Other' }, ['name']],
    ['content types', { contentTypes: ['api::a.a'] }, ['contentTypes']],
    ['a credential of the URL', { deliveryUrl: 'https://a.test/?token=two' }, ['deliveryUrl']],
    ['a header less', { headers: BEFORE.headers.slice(0, 1) }, ['headers.X-Shop']],
    [
      'a header more and one changed',
      {
        headers: [
          { name: 'authorization', value: 'Bearer one', sensitive: true },
          { name: 'X-Shop', value: 'osaka', sensitive: false },
          { name: 'X-New', value: '1', sensitive: false },
        ],
      },
      ['headers.authorization', 'headers.X-Shop', 'headers.X-New'],
    ],
    [
      'a header that became sensitive',
      { headers: BEFORE.headers.map((header) => ({ ...header, sensitive: true })) },
      ['headers.X-Shop'],
    ],
    ['an option', { options: { timeoutMs: 1000, concurrency: 2 } }, ['concurrency']],
    ['an option that is gone', { options: {} }, ['timeoutMs']],
    ['the secret', { secrets: ['another secret of some length'] }, ['secret']],
    ['a secret that could not be read', { secrets: [] }, ['secret']],
    [
      'several',
      { name: 'Other', topics: ['*'], options: { timeoutMs: 2000 } },
      ['name', 'topics', 'timeoutMs'],
    ],
  ])('names %s', (_what, over, fields) => {
    const changed = changedFields(BEFORE, { ...BEFORE, ...over });
    expect(changed).toEqual(fields);
    expect(changed.join()).not.toMatch(/Bearer|token|tokyo|osaka|some length/);
  });
});
