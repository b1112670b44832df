/** Under which names content types keep what people call an entry, the likeliest first. */
const TITLES = ['title', 'name', 'headline', 'label', 'subject', 'slug'];

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

/** The fields of an object by their names; none where it is no object. */
const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

/**
 * Finds what people call the entry or the file that a payload is about; its id alone tells nobody which one it was.
 *
 * @param body - the payload as it is sent; null for those who may not read it
 * @returns null when nothing in it looks like a title
 */
export const entryTitle = (body: string | null): string | null => {
  const payload = fieldsOf(body === null ? null : parsed(body));
  const subject = fieldsOf(payload.get('entry') ?? payload.get('media'));
  for (const name of TITLES) {
    const value = subject.get(name);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
};
