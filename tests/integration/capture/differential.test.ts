import {
  bootObservedApp,
  nameOf,
  namesOf,
  saysItsLocale,
  type Documents,
  type EventName,
  type ObservedApp,
  type RecordedEvent,
} from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';
const TAG = 'api::tag.tag';
const HOMEPAGE = 'api::homepage.homepage';

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp();
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const documents = (uid: string) => observed.documents(uid);

/** Everything that a caller may ask to see, none of which may change what is recorded. */
const VIEWS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['plain', {}],
  ['with fields', { fields: ['title'] }],
  ['with populate', { populate: ['tags', 'cover', 'author', 'credits'] }],
  ['with fields and populate', { fields: ['slug'], populate: { blocks: { populate: '*' } } }],
];

/** An article in English and French, nothing published. */
const twoLocales = async (): Promise<string> => {
  const { documentId } = await documents(ARTICLE).create({ data: { title: 'One', slug: 'one' } });
  await documents(ARTICLE).update({ documentId, locale: 'fr', data: { title: 'Un' } });
  return settled(documentId, 2);
};

const publishedTwice = async (): Promise<string> => {
  const documentId = await twoLocales();
  await documents(ARTICLE).publish({ documentId, locale: '*' });
  return settled(documentId, 2);
};

/** What made the fixture is none of the test's business. */
const settled = async (documentId: string, count: number): Promise<string> => {
  await observed.whenAnnounced(count);
  await observed.forget();
  return documentId;
};

/** Compares what we recorded with what core announced, and both with what is expected. */
const expectEvents = async (
  expected: readonly (readonly [topic: string, locale: string | null])[],
  uid = ARTICLE,
): Promise<RecordedEvent[]> => {
  const recorded = await observed.whenRecorded(expected.length);
  const { announced } = observed;
  const comparable = announced.every(saysItsLocale)
    ? (name: EventName): EventName => name
    : (name: EventName): EventName => ({ ...name, locale: null });
  expect(namesOf(recorded.map(comparable))).toEqual(namesOf(announced.map(nameOf).map(comparable)));
  expect(recorded.map(({ topic, locale }) => `${topic} ${locale}`).sort()).toEqual(
    expected.map(([topic, locale]) => `${topic} ${locale}`).sort(),
  );
  for (const event of recorded) {
    expect(event.uid).toBe(uid);
    expect(event.body).toMatchObject({ event: event.topic, uid, model: event.model });
    expect(event.body['entry']).toMatchObject({ documentId: event.documentId });
  }
  return recorded;
};

describe.each(VIEWS)('document actions, %s', (_name, view) => {
  test('create', async () => {
    await documents(ARTICLE).create({ data: { title: 'A' }, ...view });
    await expectEvents([['entry.create', 'en']]);
  });

  test('create in a locale', async () => {
    await documents(ARTICLE).create({ data: { title: 'A' }, locale: 'fr', ...view });
    await expectEvents([['entry.create', 'fr']]);
  });

  test('create, published', async () => {
    await documents(ARTICLE).create({ data: { title: 'A' }, status: 'published', ...view });
    const [created, published] = await expectEvents([
      ['entry.create', 'en'],
      ['entry.publish', 'en'],
    ]);
    expect(created).toMatchObject({
      topic: 'entry.create',
      body: { entry: { publishedAt: null } },
    });
    expect(published).toMatchObject({
      topic: 'entry.publish',
      body: { entry: { title: 'A', publishedAt: expect.any(String) } },
    });
  });

  test('update', async () => {
    const documentId = await twoLocales();
    await documents(ARTICLE).update({ documentId, data: { title: 'B' }, ...view });
    const [event] = await expectEvents([['entry.update', 'en']]);
    expect(event?.body['entry']).toMatchObject({ title: 'B', slug: 'one' });
  });

  test('update of a document that does not exist', async () => {
    await documents(ARTICLE).update({ documentId: 'nothing', data: { title: 'B' }, ...view });
    await documents(ARTICLE).create({ data: { title: 'after it' } });
    await expectEvents([['entry.create', 'en']]);
  });

  test('update in a new locale', async () => {
    const { documentId } = await documents(ARTICLE).create({ data: { title: 'A' } });
    await settled(documentId, 1);
    await documents(ARTICLE).update({ documentId, locale: 'fr', data: { title: 'B' }, ...view });
    await expectEvents([['entry.create', 'fr']]);
  });

  test('update, published', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).update({
      documentId,
      data: { title: 'B' },
      status: 'published',
      ...view,
    });
    const events = await expectEvents([
      ['entry.update', 'en'],
      ['entry.publish', 'en'],
    ]);
    expect(events.map(({ body }) => (body['entry'] as { title: string }).title)).toEqual([
      'B',
      'B',
    ]);
  });

  test('update in a new locale, published', async () => {
    const { documentId } = await documents(ARTICLE).create({ data: { title: 'A' } });
    await settled(documentId, 1);
    await documents(ARTICLE).update({
      documentId,
      locale: 'fr',
      data: { title: 'B' },
      status: 'published',
      ...view,
    });
    await expectEvents([
      ['entry.create', 'fr'],
      ['entry.publish', 'fr'],
    ]);
  });

  test('publish one locale', async () => {
    const documentId = await twoLocales();
    await documents(ARTICLE).publish({ documentId, locale: 'fr', ...view });
    await expectEvents([['entry.publish', 'fr']]);
  });

  test.each([['*'], [['en', 'fr']]])('publish locales %j', async (locale) => {
    const documentId = await twoLocales();
    await documents(ARTICLE).publish({ documentId, locale, ...view });
    await expectEvents([
      ['entry.publish', 'en'],
      ['entry.publish', 'fr'],
    ]);
  });

  test('publish again', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).publish({ documentId, ...view });
    await expectEvents([['entry.publish', 'en']]);
  });

  test('unpublish one locale', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).unpublish({ documentId, ...view });
    const [event] = await expectEvents([['entry.unpublish', 'en']]);
    expect(event?.body['entry']).toMatchObject({ title: 'One', publishedAt: expect.any(String) });
  });

  test('unpublish all locales', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).unpublish({ documentId, locale: '*', ...view });
    await expectEvents([
      ['entry.unpublish', 'en'],
      ['entry.unpublish', 'fr'],
    ]);
  });

  test('unpublish what filters leave', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).unpublish({
      documentId,
      locale: '*',
      filters: { title: 'Un' },
      ...view,
    });
    await expectEvents([['entry.unpublish', 'fr']]);
  });

  test('discard a draft', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).update({ documentId, data: { title: 'changed' } });
    await settled(documentId, 1);
    await documents(ARTICLE).discardDraft({ documentId, ...view });
    const [event] = await expectEvents([['entry.draft-discard', 'en']]);
    expect(event?.body['entry']).toMatchObject({ title: 'One' });
  });

  test('clone one locale and all', async () => {
    const documentId = await twoLocales();
    await documents(ARTICLE).clone({ documentId, data: { title: 'copy' }, ...view });
    await expectEvents([['entry.create', 'en']]);
    await observed.forget();
    await documents(ARTICLE).clone({ documentId, locale: '*', ...view });
    await expectEvents([
      ['entry.create', 'en'],
      ['entry.create', 'fr'],
    ]);
  });

  test('delete one locale: its draft and its published version', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).delete({ documentId, locale: 'fr', ...view });
    const events = await expectEvents([
      ['entry.delete', 'fr'],
      ['entry.delete', 'fr'],
    ]);
    for (const { body } of events) expect(body['entry']).toMatchObject({ title: 'Un' });
  });

  test('delete all locales', async () => {
    const documentId = await publishedTwice();
    await documents(ARTICLE).delete({ documentId, locale: '*', ...view });
    await expectEvents([
      ['entry.delete', 'en'],
      ['entry.delete', 'en'],
      ['entry.delete', 'fr'],
      ['entry.delete', 'fr'],
    ]);
  });

  test('delete a document that does not exist', async () => {
    await documents(ARTICLE).delete({ documentId: 'nothing', ...view });
    await documents(ARTICLE).create({ data: { title: 'after it' } });
    await expectEvents([['entry.create', 'en']]);
  });
});

describe.each([
  ['plain', {}],
  ['with fields', { fields: ['name'] }],
  ['with populate', { populate: '*' }],
  ['with fields and populate', { fields: ['name'], populate: '*' }],
])('a type without drafts, %s', (_name, view) => {
  test('create, update, clone and delete', async () => {
    const { documentId } = await documents(TAG).create({ data: { name: 'a' }, ...view });
    await expectEvents([['entry.create', null]], TAG);
    await observed.forget();
    await documents(TAG).update({ documentId, data: { name: 'b' }, ...view });
    await expectEvents([['entry.update', null]], TAG);
    await observed.forget();
    await documents(TAG).clone({ documentId, ...view });
    await expectEvents([['entry.create', null]], TAG);
    await observed.forget();
    await documents(TAG).delete({ documentId, ...view });
    await expectEvents([['entry.delete', null]], TAG);
  });

  test('status has no meaning', async () => {
    await documents(TAG).create({ data: { name: 'a' }, status: 'published', ...view });
    await expectEvents([['entry.create', null]], TAG);
  });
});

describe.each([
  ['plain', {}],
  ['with fields', { fields: ['headline'] }],
  ['with populate', { populate: ['featured'] }],
  ['with fields and populate', { fields: ['headline'], populate: '*' }],
])('a single type, %s', (_name, view) => {
  const act = async (
    action: (homepage: Documents) => Promise<unknown>,
    ...expected: readonly string[]
  ): Promise<void> => {
    await action(documents(HOMEPAGE));
    await expectEvents(
      expected.map((topic) => [topic, null]),
      HOMEPAGE,
    );
    await observed.forget();
  };

  test('create, publish, update, discard, unpublish and delete', async () => {
    const { documentId } = await documents(HOMEPAGE).create({
      data: { headline: 'Hello' },
      ...view,
    });
    await act(() => Promise.resolve(), 'entry.create');
    await act((homepage) => homepage.publish({ documentId, ...view }), 'entry.publish');
    const data = { headline: 'Hi' };
    await act((homepage) => homepage.update({ documentId, data, ...view }), 'entry.update');
    await act((homepage) => homepage.discardDraft({ documentId, ...view }), 'entry.draft-discard');
    await act((homepage) => homepage.unpublish({ documentId, ...view }), 'entry.unpublish');
    await act(
      (homepage) => homepage.update({ documentId, data, status: 'published', ...view }),
      'entry.update',
      'entry.publish',
    );
    await act(
      (homepage) => homepage.delete({ documentId, ...view }),
      'entry.delete',
      'entry.delete',
    );
  });

  test('create, published', async () => {
    const { documentId } = await documents(HOMEPAGE).create({
      data: { headline: 'Hello' },
      status: 'published',
      ...view,
    });
    await act(() => Promise.resolve(), 'entry.create', 'entry.publish');
    await act(
      (homepage) => homepage.delete({ documentId, ...view }),
      'entry.delete',
      'entry.delete',
    );
  });
});
