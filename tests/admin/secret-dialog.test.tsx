import { fireEvent, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { SecretDialog } from '../../admin/src/components/secret-dialog';
import type { ShownSecret } from '../../admin/src/components/secret-provider';
import { show } from './helpers/show';
import { click } from './helpers/use';

const open = (reason: ShownSecret['reason']) => {
  const onClose = jest.fn();
  const secret = 'whsec_shown';
  show(
    <SecretDialog
      shown={{ reason, webhookId: 1, secret, standardSecret: secret, previous: [] }}
      onClose={onClose}
    />,
  );
  return onClose;
};

describe('a secret on the screen', () => {
  it.each(['created', 'rotated'] as const)(
    'that was just %s is closed by its button alone',
    async (reason) => {
      const onClose = open(reason);
      await userEvent.keyboard('{Escape}');
      fireEvent.pointerDown(document.body);
      expect(screen.getByText('whsec_shown')).toBeTruthy();
      expect(screen.getByText(/only roles with “Reveal the secret” can see it\.$/)).toBeTruthy();
      // A deploy hook has no place for it.
      expect(
        screen.getByText(/A service that cannot verify signatures.* does not need it\./),
      ).toBeTruthy();
      expect(screen.queryByRole('button', { name: 'Close' })).toBeNull();
      expect(onClose).not.toHaveBeenCalled();
      await click('button', 'I have stored it');
      expect(onClose).toHaveBeenCalledTimes(1);
    },
  );

  it('that can be revealed again closes as any other dialog', async () => {
    const onClose = open('revealed');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  });
});
