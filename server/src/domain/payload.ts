import { isRecord } from './is-record';

/** The text of an event's body, as it is stored, sent and signed. */
export interface Body {
  readonly text: string;
  readonly bytes: number;
  /** It was over the limit and holds ids only. */
  readonly truncated: boolean;
}

interface Occasion {
  readonly topic: string;
  /** When it happened; core writes the time of sending here. */
  readonly occurredAtMs: number;
}

export interface EntryContent extends Occasion {
  readonly model: string;
  readonly uid: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

export interface AnnouncementContent extends Occasion {
  /** What the announcement carried, spread into the body as core does. */
  readonly info: Readonly<Record<string, unknown>>;
}

export interface EmittedContent extends Occasion {
  readonly data: unknown;
}

const ID_FIELDS = ['id', 'documentId', 'locale'] as const;
const ORIGIN_FIELDS = ['model', 'uid'] as const;
/** A longer one is not an id, whatever its name says. */
const MAX_ID_LENGTH = 255;

/**
 * The body of an entry event, in core's shape. An entry that JSON cannot express goes in thin form.
 *
 * @param content - the entry, sanitised, and where it is from
 * @param maxBodyBytes - a larger body is replaced by its ids
 */
export const entryBody = (content: EntryContent, maxBodyBytes: number): Body => {
  const { model, uid, entry } = content;
  const info = { model, uid, entry };
  try {
    return limited(content, info, maxBodyBytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return thin(content, info);
  }
};

/**
 * The body of what was announced on the hub, in core's shape.
 *
 * @param content - what was announced
 * @param maxBodyBytes - a larger body is replaced by its ids
 */
export const announcementBody = (content: AnnouncementContent, maxBodyBytes: number): Body =>
  limited(content, content.info, maxBodyBytes);

/**
 * The body of a custom event: `{event, createdAt, data}`.
 *
 * @param content - the data that was emitted
 * @param maxBodyBytes - of a larger body the plain values of `data` are kept if they fit, else its ids
 * @throws TypeError when JSON cannot express the data
 */
export const emittedBody = (content: EmittedContent, maxBodyBytes: number): Body =>
  limited(content, { data: content.data }, maxBodyBytes, plainFieldsOf);

const limited = (
  occasion: Occasion,
  info: Readonly<Record<string, unknown>>,
  maxBodyBytes: number,
  kept: Reduce = idsOf,
): Body => {
  const text = JSON.stringify({ ...headOf(occasion), ...info });
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= maxBodyBytes) return { text, bytes, truncated: false };
  const reduced = thin(occasion, info, kept);
  return reduced.bytes > maxBodyBytes ? thin(occasion, info) : reduced;
};

/** What is left of an object in thin form. */
type Reduce = (record: Readonly<Record<string, unknown>>) => Record<string, unknown>;

const thin = (
  occasion: Occasion,
  info: Readonly<Record<string, unknown>>,
  kept: Reduce = idsOf,
): Body => {
  const text = JSON.stringify({
    ...headOf(occasion),
    ...only(info, ORIGIN_FIELDS),
    truncated: true,
    ...Object.fromEntries(
      Object.entries(info)
        .filter(([, value]) => isRecord(value))
        .map(([name, value]) => [name, isRecord(value) ? kept(value) : {}]),
    ),
  });
  return { text, bytes: Buffer.byteLength(text, 'utf8'), truncated: true };
};

const headOf = ({ topic, occurredAtMs }: Occasion): { event: string; createdAt: string } => ({
  event: topic,
  createdAt: new Date(occurredAtMs).toISOString(),
});

const only = (
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> =>
  Object.fromEntries(
    names.filter((name) => isId(record[name])).map((name) => [name, record[name]]),
  );

const idsOf: Reduce = (record) => only(record, ID_FIELDS);

const plainFieldsOf: Reduce = (record) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => isPlain(value)));

const isPlain = (value: unknown): boolean =>
  typeof value === 'boolean' || value instanceof Date || isId(value);

const isId = (value: unknown): boolean =>
  value === null ||
  typeof value === 'number' ||
  (typeof value === 'string' && value.length <= MAX_ID_LENGTH);
