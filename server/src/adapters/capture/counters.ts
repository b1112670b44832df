/** What capture did since it was installed. */
export interface CaptureCounters {
  /** Entry events written in their own transaction. */
  readonly captured: number;
  /** Custom events written. */
  readonly emitted: number;
  /** Events written because Strapi announced them. */
  readonly announced: number;
  /** Of these, entry events that should have been captured in their transaction. */
  readonly missed: number;
  /** Announcements that could not be written. */
  readonly lost: number;
}

export type MutableCounters = { -readonly [Name in keyof CaptureCounters]: CaptureCounters[Name] };

/** All at zero. */
export const createCounters = (): MutableCounters => ({
  captured: 0,
  emitted: 0,
  announced: 0,
  missed: 0,
  lost: 0,
});
