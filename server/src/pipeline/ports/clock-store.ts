/** The database's clock, as processes that share it have seen it go. */
export interface ClockStore {
  /** What the clock showed when it was noted last, null when it never was; others wait until this transaction ends. */
  lockNoted(): Promise<number | null>;
  /** Notes what the clock shows. A process that was held up cannot turn the note back. */
  note(nowMs: number): Promise<void>;
  /**
   * Moves what lies ahead along with a clock that jumped: leases, due times, silences that receivers asked for. Also
   * what the clock was noted to show.
   *
   * @param jumpMs - negative for a jump back
   */
  follow(jumpMs: number, nowMs: number): Promise<void>;
}
