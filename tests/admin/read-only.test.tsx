import { screen } from '@testing-library/react';
import { MASK } from '../../server/src/domain/rules/mask';
import type { Answers } from './helpers/api';
import { DEFAULTS, openForm, SAVED } from './helpers/form';
import { answer, contentType } from './helpers/samples';

const ANSWERS: Answers = {
  'GET /defaults': () => answer({ ...DEFAULTS, signatureFormats: ['standard-webhooks'] }),
  'GET /content-types': () =>
    answer([contentType('api::tag.tag', 'Tag', { draftAndPublish: false })]),
  'GET /webhooks/1': () =>
    answer({
      ...SAVED,
      topics: ['entry.publish'],
      deliveryUrl: `https://example.com/hook?token=${MASK}`,
    }),
};

/** What tells to do something, or names a button. */
const HOW = [
  /^What reads .* It is kept while you leave it/,
  /Choose content types by row and events by column\.$/,
  /^If the receiver is to be told of these as well/,
  /Type to replace it/,
];
const REVEAL = /^“Reveal” shows the secret/;
const code = () => screen.findByText(/^WEBHOOK_SECRET is/);
const isShown = (words: RegExp) => screen.queryByText(words) !== null;

describe('a webhook from the code', () => {
  const managed = {
    'GET /webhooks/1': () => answer({ ...SAVED, managedBy: 'config', key: 'crm' }),
  };

  it.each([
    [['webhooks.read', 'webhooks.update'], true],
    [['webhooks.read'], false],
  ])('is said to be paused here to those who can: %j', async (permissions, can) => {
    await openForm('/webhooks/1', { ...ANSWERS, ...managed }, permissions);
    await screen.findByText(/^It is defined in the project’s configuration\. Change it there\./);
    expect(isShown(/Here it can be paused and resumed\.$/)).toBe(can);
    expect(isShown(/create a second webhook/)).toBe(false);
  });
});

describe('the form of a webhook tells how to change it', () => {
  it('to those who can', async () => {
    await openForm('/webhooks/1', ANSWERS);
    await code();
    expect([...HOW, REVEAL].filter((words) => !isShown(words))).toEqual([]);
  });

  it('and to nobody who only reads', async () => {
    await openForm('/webhooks/1', ANSWERS, ['webhooks.read']);
    await code();
    expect([...HOW, REVEAL].filter(isShown)).toEqual([]);
    expect(screen.getByText('Saved and hidden.')).toBeTruthy();
    expect(screen.getByText(`What reads ${MASK} is saved and hidden.`)).toBeTruthy();
    expect(screen.getByText('What the receiver is told of.')).toBeTruthy();
    expect(isShown(/^Tag has no drafts/)).toBe(true);
  });

  it.each([
    ['whose role may not reveal', '/webhooks/1', ['webhooks.read', 'webhooks.update']],
    ['who creates it', '/webhooks/create', undefined],
  ])(
    'with no word of a button that is not there, to somebody %s',
    async (_who, at, permissions) => {
      await openForm(at, ANSWERS, permissions);
      await code();
      expect(screen.queryByRole('button', { name: 'Reveal' })).toBeNull();
      expect(isShown(REVEAL)).toBe(false);
    },
  );
});
