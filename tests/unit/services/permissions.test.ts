import { registerPermissions } from '../../../server/src/services/permissions';
import words from '../../../admin/src/translations/en.json';

describe('a permission on the page of a role', () => {
  it('is named with the words of the button that it allows', async () => {
    const names = new Map<string, string>();
    const actionProvider = {
      registerMany: (actions: readonly { uid: string; displayName: string }[]) => {
        for (const { uid, displayName } of actions) names.set(uid, displayName);
        return Promise.resolve();
      },
    };
    await registerPermissions({ service: () => ({ actionProvider }) });
    expect(names.get('webhooks.trigger')).toContain(words['test.send']);
    expect(names.get('deliveries.redeliver')).toContain(words['delivery.redeliver']);
    expect(names.get('deliveries.redeliver')).toContain('recover');
  });
});
