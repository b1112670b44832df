import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { OtherTopics } from '../../admin/src/pages/webhook-form/other-topics';
import type { TopicView } from '../../server/src/contracts/topic';
import { show } from './helpers/show';

const topic = (name: string): TopicView => ({
  name,
  description: `what ${name} means`,
  origin: name.startsWith('shop.') ? 'custom' : 'core',
  hasContentType: false,
  sample: null,
});

const TOPICS = ['media.create', 'media.delete', 'releases.publish', 'shop.paid', 'shop.sent'].map(
  topic,
);
const KNOWN = ['entry.create', ...TOPICS.map(({ name }) => name)];

const Group = ({ disabled = false }: { readonly disabled?: boolean }) => {
  const [chosen, setChosen] = useState<readonly string[]>(['entry.create']);
  return (
    <>
      <OtherTopics
        chosen={chosen}
        topics={TOPICS}
        known={KNOWN}
        disabled={disabled}
        onChange={setChosen}
      />
      <pre data-testid="chosen">{chosen.join(' ')}</pre>
    </>
  );
};
const chosen = () => screen.getByTestId('chosen').textContent;
const choose = (name: string) => userEvent.click(screen.getByRole('checkbox', { name }));

describe('topics without a content type', () => {
  it('stand in groups of their own, in words where they are Strapi’s', () => {
    show(<Group />);
    expect(screen.getByRole('heading', { name: 'Other events' })).toBeTruthy();
    expect(
      screen.getByText('These have no content type; the rows above do not filter them.'),
    ).toBeTruthy();
    const groups = screen.getAllByRole('group').map((group) => [
      group.getAttribute('aria-label'),
      ...within(group)
        .getAllByRole('checkbox')
        .map((one) => one.closest('label')?.textContent ?? one.parentElement?.textContent),
    ]);
    expect(groups).toEqual([
      ['Files', 'all file events', 'file uploaded', 'file deleted'],
      // Of one topic nothing else could be chosen with it.
      ['Releases', 'release published'],
      ['shop', 'all of shop', 'shop.paid', 'shop.sent'],
    ]);
  });

  it('say what the project says of its own', () => {
    show(<Group />);
    expect(screen.getByText('what shop.paid means')).toBeTruthy();
    expect(screen.queryByText('what media.create means')).toBeNull();
  });

  it('say which of them a free Strapi never has', () => {
    show(<Group />);
    const description = 'Only in paid editions of Strapi';
    expect(screen.getByText(description)).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'release published', description })).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'file uploaded', description: '' })).toBeTruthy();
  });

  it('are chosen one by one or all of a group, and the rest of the choice stays', async () => {
    show(<Group />);
    await choose('shop.paid');
    expect(chosen()).toBe('entry.create shop.paid');
    await choose('all of shop');
    expect(chosen()).toBe('entry.create shop.*');
    await choose('all file events');
    expect(chosen()).toBe('entry.create shop.* media.*');
    await choose('file deleted');
    expect(chosen()).toBe('entry.create shop.* media.create');
    await choose('all of shop');
    expect(chosen()).toBe('entry.create media.create');
    await choose('release published');
    expect(chosen()).toBe('entry.create media.create releases.publish');
  });

  it('cannot be chosen in a form that is only read', () => {
    show(<Group disabled />);
    const boxes = screen.getAllByRole<HTMLButtonElement>('checkbox');
    expect(boxes.map(({ disabled }) => disabled)).toEqual(boxes.map(() => true));
  });
});
