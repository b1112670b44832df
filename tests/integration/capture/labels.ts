/** Names for what is new in every run, so that two runs can be compared. */
export interface Labels {
  /** Names the document of a result after its owner, unless it has a name. */
  add(owner: string, result: unknown): void;
  of(documentId: string): string;
  ownerOf(documentId: string | null): string | undefined;
  readonly documentIds: readonly string[];
  /** A copy without ids and times, and with names for documents. */
  mask(value: unknown): unknown;
}

const IDS = new Set(['id']);
const DOCUMENT_IDS = new Set(['documentId', 'document_id']);
const TIMES = new Set([
  'createdAt',
  'updatedAt',
  'publishedAt',
  'created_at',
  'updated_at',
  'published_at',
]);

export const createLabels = (): Labels => {
  const owners = new Map<string, string>();

  /** An owner's documents are numbered as they come. */
  const of = (documentId: string): string => {
    const owner = owners.get(documentId);
    const siblings = [...owners].filter(([, other]) => other === owner);
    return owner === undefined
      ? 'a document of nobody'
      : `${owner} (${siblings.findIndex(([id]) => id === documentId) + 1})`;
  };

  const maskMember = (key: string, value: unknown): unknown => {
    if (value === null) return null;
    if (IDS.has(key)) return 'an id';
    if (TIMES.has(key)) return 'a time';
    if (DOCUMENT_IDS.has(key) && typeof value === 'string') return of(value);
    // Core promises no order of locales.
    return key === 'entries' && Array.isArray(value) ? sorted(value) : value;
  };

  return {
    add: (owner, result) => {
      const documentId: unknown = Object(result)['documentId'];
      if (typeof documentId === 'string' && !owners.has(documentId)) owners.set(documentId, owner);
    },
    of,
    ownerOf: (documentId) => (documentId === null ? undefined : owners.get(documentId)),
    get documentIds() {
      return [...owners.keys()];
    },
    mask: (value) => JSON.parse(JSON.stringify(value ?? null), maskMember),
  };
};

const sorted = (values: readonly unknown[]): unknown[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
