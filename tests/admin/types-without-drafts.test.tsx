import { screen } from '@testing-library/react';
import { openForm, SAVED } from './helpers/form';
import { answer, contentType } from './helpers/samples';
import { click } from './helpers/use';

const tag = contentType('api::tag.tag', 'Tag', { draftAndPublish: false });
const types = () => answer([contentType('api::article.article', 'Article'), tag]);

describe('a ready-made start', () => {
  const words = /^Tag has no drafts, so with this choice saved changes of it are not sent\.$/;

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

describe('the line that sums a choice up', () => {
  it.each([
    [['api::article.article', 'api::tag.tag'], ['entry.publish'], 'Article · publish'],
    [
      ['api::article.article', 'api::tag.tag'],
      ['entry.create', 'entry.publish'],
      'Article and Tag · create and publish',
    ],
    [['api::tag.tag'], ['entry.publish'], 'Tag · publish'],
  ])('of %j with %j is: %s', async (contentTypes, topics, words) => {
    await openForm('/webhooks/1', {
      'GET /content-types': types,
      'GET /webhooks/1': () => answer({ ...SAVED, contentTypes, topics }),
    });
    expect(screen.getByText(`This webhook sends: ${words}`)).toBeTruthy();
  });
});
