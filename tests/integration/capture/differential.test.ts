import { disagreements, nameOf } from './announcements';
import {
  DOCUMENT_ACTIONS,
  perform,
  prepare,
  TAG,
  VIEWS,
  type DocumentAction,
} from './document-actions';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp();
});
afterAll(() => observed.stop());

/** Compares what we recorded with what core announced, and both with what is expected. */
const expectEvents = async ({ uid, expected, entries }: DocumentAction): Promise<void> => {
  const recorded = await observed.whenRecorded(expected.length);
  expect(disagreements(recorded, observed.announced.map(nameOf))).toEqual([]);
  expect(recorded.map(({ topic, locale }) => `${topic} ${locale}`).sort()).toEqual(
    expected.map(([topic, locale]) => `${topic} ${locale}`).sort(),
  );
  for (const event of recorded) {
    expect(event.uid).toBe(uid);
    expect(event.body).toMatchObject({ event: event.topic, uid, model: event.model });
    expect(event.body['entry']).toMatchObject({ documentId: event.documentId });
  }
  if (entries !== undefined) {
    expect(recorded.map(({ body }) => body['entry'])).toMatchObject(entries);
  }
};

const AFTER_IT: DocumentAction = {
  name: 'after it',
  uid: TAG,
  does: 'create',
  params: { data: { name: 'after it' } },
  expected: [['entry.create', null]],
};

describe.each(VIEWS)('document actions, $name', ({ of: viewOf }) => {
  test.each(DOCUMENT_ACTIONS)('$name', async (action) => {
    const { documents } = observed;
    const { documentId, count } = await prepare(documents, action);
    await observed.whenAnnounced(count);
    await observed.forget();
    const result = perform(documents, action, documentId, viewOf[action.uid]);
    if (action.error === undefined) await result;
    else await expect(result).rejects.toThrow(action.error);
    // Nothing tells that nothing was announced but what is announced after it.
    if (action.expected.length > 0) return expectEvents(action);
    await perform(documents, AFTER_IT, undefined, {});
    await expectEvents(AFTER_IT);
  });

  afterEach(() => observed.forget());
});
