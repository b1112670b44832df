import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ResumeDialog } from '../../admin/src/components/resume-dialog';
import { show } from './helpers/show';

describe('resuming', () => {
  it('asks what happens to what was held, and delivers unless told otherwise', async () => {
    const onResume = jest.fn(() => Promise.resolve());
    const onClose = jest.fn();
    const held = { count: 7, capped: false };
    show(<ResumeDialog names={['CRM']} held={held} onResume={onResume} onClose={onClose} />);
    expect(screen.getByText(/“CRM” was not active, 7 events were held/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(onResume).toHaveBeenCalledWith('deliver');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });

  it('discards when that is chosen', async () => {
    const onResume = jest.fn(() => Promise.resolve());
    const held = { count: 1000, capped: true };
    show(<ResumeDialog names={['A', 'B']} held={held} onResume={onResume} onClose={jest.fn()} />);
    expect(screen.getByText(/2 webhooks were not active, more than 1,000 events/)).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: /Discard/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(onResume).toHaveBeenCalledWith('discard');
  });
});
