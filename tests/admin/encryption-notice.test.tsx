import { screen } from '@testing-library/react';
import { EncryptionNotice } from '../../admin/src/pages/overview/encryption-notice';
import { show } from './helpers/show';

describe('the notice about the encryption key', () => {
  it('says how to make one where there is none', () => {
    show(<EncryptionNotice encryption={{ source: 'derived', canSave: true }} />);
    expect(screen.getByRole('heading', { name: 'No encryption key' })).toBeTruthy();
    expect(screen.getByText(/derived from the login secret/)).toBeTruthy();
    expect(screen.getByText(/randomBytes\(32\)/)).toBeTruthy();
  });

  it('says that nothing can be saved where the settings require one', () => {
    show(<EncryptionNotice encryption={{ source: 'derived', canSave: false }} />);
    expect(screen.getByText(/cannot be saved/)).toBeTruthy();
  });

  it.each(['settings', 'admin'] as const)('is not there with a key of %s', (source) => {
    show(<EncryptionNotice encryption={{ source, canSave: true }} />);
    expect(screen.queryByRole('heading')).toBeNull();
  });
});
