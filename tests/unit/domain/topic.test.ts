import {
  ENTRY_TOPICS,
  HUB_TOPICS,
  eventOf,
  isCapturableTopic,
  isEntryTopic,
  patternMatches,
  resourceOf,
  unmatchablePatterns,
} from '../../../server/src/domain/rules/topic';

describe('the parts of a topic', () => {
  it.each([
    ['entry.publish', 'entry', 'publish'],
    ['entry.draft-discard', 'entry', 'draft-discard'],
    ['review-workflows.updateEntryStage', 'review-workflows', 'updateEntryStage'],
    ['order.item.added', 'order', 'item.added'],
    ['ping', 'ping', 'ping'],
  ])('%s splits at its first dot', (topic, resource, event) => {
    expect(resourceOf(topic)).toBe(resource);
    expect(eventOf(topic)).toBe(event);
  });
});

describe('isCapturableTopic', () => {
  it.each([...ENTRY_TOPICS, ...HUB_TOPICS, 'order.paid', 'a_b.c-d.e', `a.${'b'.repeat(118)}`])(
    'accepts %s',
    (topic) => {
      expect(isCapturableTopic(topic)).toBe(true);
    },
  );

  it.each([
    ['without a dot', 'order'],
    ['that ends in a dot', 'order.'],
    ['that begins with a dot', '.paid'],
    ['with an empty part', 'order..paid'],
    ['with a space', 'order. paid'],
    ['with a line break', 'order.paid\n'],
    ['with a wildcard', 'order.*'],
    ['that is empty', ''],
    ['longer than 120 characters', `a.${'b'.repeat(119)}`],
  ])('refuses a topic %s', (_name, topic) => {
    expect(isCapturableTopic(topic)).toBe(false);
  });

  it.each(['user.create', 'User.create', 'admin.auth.success', 'permission.x', 'webhook.disabled'])(
    'never captures %s',
    (topic) => {
      expect(isCapturableTopic(topic)).toBe(false);
    },
  );
});

describe('isEntryTopic', () => {
  it('knows the entry topics and no other', () => {
    expect(ENTRY_TOPICS.every(isEntryTopic)).toBe(true);
    expect(isEntryTopic('entry.made-up')).toBe(false);
    expect(isEntryTopic('media.create')).toBe(false);
  });
});

describe('patternMatches', () => {
  it.each([
    ['*', 'entry.publish', true],
    ['*', 'order.item.added', true],
    ['entry.publish', 'entry.publish', true],
    ['entry.*', 'entry.publish', true],
    ['order.*', 'order.item.added', true],
    ['order.item.*', 'order.item.added', true],
    ['entry.*', 'entryway.publish', false],
    ['entry.*', 'entry', false],
    ['entry.publish', 'entry.publisher', false],
    ['entry.publish', 'Entry.Publish', false],
    ['order.item.*', 'order.paid', false],
    ['entry.pub*', 'entry.publish', false],
  ])('%s covers %s: %s', (pattern, topic, expected) => {
    expect(patternMatches(pattern, topic)).toBe(expected);
  });
});

describe('unmatchablePatterns', () => {
  const known = [...ENTRY_TOPICS, 'order.paid'];

  it('finds nothing wrong with patterns that something can satisfy', () => {
    expect(unmatchablePatterns(['*', 'entry.*', 'entry.publish', 'order.*'], known)).toEqual([]);
  });

  it('names what nothing can emit, in the order given', () => {
    expect(unmatchablePatterns(['order.refunded', 'entry.publish', 'media.*'], known)).toEqual([
      'order.refunded',
      'media.*',
    ]);
  });
});
