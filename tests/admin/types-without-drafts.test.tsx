import { screen } from '@testing-library/react';
import { openForm } from './helpers/form';
import { answer, contentType } from './helpers/samples';
import { click } from './helpers/use';

describe('a ready-made start', () => {
  const tag = contentType('api::tag.tag', 'Tag', { draftAndPublish: false });
  const types = () => answer([contentType('api::article.article', 'Article'), tag]);
  const words = /^Tag has no drafts, so saved changes of it are not sent with this choice/;

  it('says which content types it leaves out, until they are meant', async () => {
    await openForm('/webhooks/create?start=vercel', { 'GET /content-types': types });
    expect(screen.getByText(words)).toBeTruthy();
    await click('checkbox', 'update');
    expect(screen.queryByText(words)).toBeNull();
  });

  it('that sends everything leaves none out', async () => {
    await openForm('/webhooks/create?start=generic', { 'GET /content-types': types });
    expect(screen.queryByText(words)).toBeNull();
  });
});
