import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { EventMatrix } from '../../admin/src/pages/webhook-form/event-matrix';
import { contentType } from './helpers/samples';
import { show } from './helpers/show';

const EVENTS = ['entry.create', 'entry.publish'];
const TYPES = [
  contentType('api::article.article', 'Article'),
  contentType('api::tag.tag', 'Tag'),
  contentType('plugin::upload.file', 'File', { draftAndPublish: false }),
];

const Matrix = ({ types = [] }: { readonly types?: '*' | readonly string[] }) => {
  const [topics, setTopics] = useState<readonly string[]>([]);
  const [contentTypes, setContentTypes] = useState<'*' | readonly string[]>(types);
  return (
    <>
      <EventMatrix
        topics={topics}
        contentTypes={contentTypes}
        known={EVENTS}
        events={EVENTS}
        knownTypes={TYPES}
        disabled={false}
        onTopics={setTopics}
        onContentTypes={setContentTypes}
      />
      <pre data-testid="state">{JSON.stringify({ topics, contentTypes })}</pre>
    </>
  );
};

const state = (): unknown => JSON.parse(screen.getByTestId('state').textContent ?? '');
const box = (name: string | RegExp) => screen.getByRole('checkbox', { name });

describe('the matrix of content types and events', () => {
  it('shows in its cells what follows from rows and columns', async () => {
    show(<Matrix />);
    await userEvent.click(box('publish'));
    expect(screen.getByText('Article: publish is not sent')).toBeTruthy();
    await userEvent.click(box('Article'));
    expect(screen.getByText('Article: publish is sent')).toBeTruthy();
    expect(screen.getByText('Tag: publish is not sent')).toBeTruthy();
    expect(state()).toEqual({ topics: ['entry.publish'], contentTypes: ['api::article.article'] });
  });

  it('says in plain sight, and to who hears it, when an event happens', () => {
    show(<Matrix />);
    const description = 'An entry goes live; once for each locale';
    expect(screen.getByText(description)).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'publish', description })).toBeTruthy();
  });

  it('chooses all rows and all columns, also those that come later', async () => {
    show(<Matrix />);
    await userEvent.click(box('All entry events'));
    await userEvent.click(box(/^All content types/));
    expect(state()).toEqual({ topics: ['entry.*'], contentTypes: '*' });
    await userEvent.click(box('create'));
    await userEvent.click(box('Tag'));
    expect(state()).toEqual({
      topics: ['entry.publish'],
      contentTypes: ['api::article.article', 'plugin::upload.file'],
    });
  });

  it('takes all rows out at once, so that few are chosen with few clicks', async () => {
    show(<Matrix types="*" />);
    await userEvent.click(box(/^All content types/));
    await userEvent.click(box('Article'));
    expect(state()).toEqual({ topics: [], contentTypes: ['api::article.article'] });
  });

  it('shows the content types of plugins on request, and when one of them is chosen', async () => {
    const { unmount } = show(<Matrix />);
    expect(screen.queryByRole('checkbox', { name: 'File' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show 1 content type of plugins' }));
    expect(box('File')).toBeTruthy();
    unmount();
    show(<Matrix types={['plugin::upload.file']} />);
    expect(box('File').getAttribute('aria-checked')).toBe('true');
  });

  it('does not say that content types without drafts are published', async () => {
    show(<Matrix types={['plugin::upload.file']} />);
    await userEvent.click(box('All entry events'));
    expect(screen.getByText('File: create is sent')).toBeTruthy();
    expect(screen.getByText('File: publish never happens')).toBeTruthy();
    expect(screen.queryByText('File: publish is sent')).toBeNull();
    expect(screen.getByText(/^“–” never happens: these content types have no drafts/)).toBeTruthy();
    expect(screen.getByText('Article: publish is not sent')).toBeTruthy();
  });

  it('has no word about drafts where every content type has them', () => {
    show(<Matrix />);
    expect(screen.queryByText(/never happens/)).toBeNull();
  });

  it('keeps a content type that does not exist any more until it is taken out', async () => {
    show(<Matrix types={['api::old.old']} />);
    await userEvent.click(box(/api::old\.old/));
    expect(state()).toEqual({ topics: [], contentTypes: [] });
  });
});
