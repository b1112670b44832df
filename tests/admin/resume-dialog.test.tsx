import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ResumeDialog } from '../../admin/src/components/resume-dialog';
import en from '../../admin/src/translations/en.json';
import ja from '../../admin/src/translations/ja.json';
import zh from '../../admin/src/translations/zh-Hans.json';
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

describe.each([
  { locale: 'en', words: en },
  { locale: 'ja', words: ja },
  { locale: 'zh-Hans', words: zh },
])('the number of what was held, in $locale', (language) => {
  const textFor = (held: { count: number; capped: boolean } | null) => {
    const onClose = jest.fn();
    const onResume = jest.fn(() => Promise.resolve());
    show(
      <ResumeDialog names={['CRM']} held={held} onResume={onResume} onClose={onClose} />,
      language,
    );
    const dialog = screen.getByRole('alertdialog');
    expect(within(dialog).getAllByRole('radio')).toHaveLength(2);
    return dialog.textContent;
  };

  it('is not made up where nobody knows it', () => {
    const text = textFor(null);
    expect(text).toContain('CRM');
    expect(text).not.toMatch(/\d/);
  });

  it('is said to be more where not all were counted, and stands nowhere without that', () => {
    const text = textFor({ count: 10_000, capped: true });
    expect(text?.match(/\d[\d,]*/g)).toEqual(['10,000']);
    expect(text).toMatch(/more than 10,000|10,000 件を超える|超过 10,000/);
  });
});
