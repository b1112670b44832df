import { StringDecoder } from 'node:string_decoder';

/** What was kept of a response's body. */
export interface KeptBody {
  readonly text: string;
  readonly truncated: boolean;
}

const DRAIN_BYTES = 64 * 1024;
const DRAIN_MS = 250;

/**
 * Keeps a response's body up to a limit. A little more is read and thrown away, since only a connection
 * whose response was read to its end can be used again; a longer or slower rest costs the connection
 * instead of the attempt.
 */
export class AnswerBody {
  private readonly chunks: Buffer[] = [];
  private receivedBytes = 0;
  private drainTimer: NodeJS.Timeout | null = null;

  /**
   * @param maxBytes - how much is kept
   * @param announcedBytes - what the response says that its body has; 0 where it says nothing
   * @param giveUpRest - called at most once, when no more needs to be read
   */
  constructor(
    private readonly maxBytes: number,
    private readonly announcedBytes: number,
    private readonly giveUpRest: () => void,
  ) {
    if (maxBytes === 0) this.startDrain();
  }

  /** Whether all is there that is kept. */
  get isKept(): boolean {
    return this.drainTimer !== null;
  }

  /** Takes the next bytes. */
  add(chunk: Buffer): void {
    const room = this.maxBytes - this.receivedBytes;
    this.receivedBytes += chunk.length;
    if (room > 0) this.chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    if (this.receivedBytes > this.maxBytes + DRAIN_BYTES) this.giveUpRest();
    else if (this.receivedBytes >= this.maxBytes && !this.isKept) this.startDrain();
  }

  /**
   * Ends it.
   *
   * @param isComplete - whether the response was read to its end
   * @returns what was kept
   */
  end(isComplete: boolean): KeptBody {
    this.stop();
    const truncated = this.receivedBytes > this.maxBytes || !isComplete;
    return { text: toText(Buffer.concat(this.chunks), truncated), truncated };
  }

  /** Lets go of the timer. */
  stop(): void {
    clearTimeout(this.drainTimer ?? undefined);
  }

  private startDrain(): void {
    this.drainTimer = setTimeout(this.giveUpRest, DRAIN_MS);
    if (this.announcedBytes > this.maxBytes + DRAIN_BYTES) this.giveUpRest();
  }
}

const toText = (bytes: Buffer, truncated: boolean): string => {
  // `write` leaves out a character that the limit cut in two.
  const text = truncated ? new StringDecoder('utf8').write(bytes) : bytes.toString('utf8');
  // PostgreSQL refuses NUL in text.
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
};
