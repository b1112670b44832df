import type { Server } from 'node:http';
import { Duplex } from 'node:stream';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends one request after another to a server of this process, over one connection that stays open. */
export interface InProcessClient {
  /**
   * @param request - the exact bytes, head and body
   * @returns the answer; rejects when there is none within 30 seconds
   */
  send(request: Uint8Array): Promise<RawAnswer>;
  close(): void;
}

const PATIENCE_MS = 30_000;

/** One end of a connection that has no socket: what one end writes, the other reads. */
class End extends Duplex {
  other: End | null = null;
  private drained: (() => void) | null = null;

  override _read(): void {
    const { drained } = this;
    this.drained = null;
    drained?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.other === null || this.other.destroyed || this.other.push(chunk)) done();
    else this.other.drained = done;
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    this.other = null;
    if (other !== null && !other.destroyed) other.push(null);
    done(error);
  }
}

/**
 * Talks HTTP to a server without a socket: Node's own parser reads the bytes, so that nothing which a
 * polite client would refuse to send is left out.
 *
 * @param server - the server, which need not listen
 */
export const connectInProcess = (server: Server): InProcessClient => {
  // On a machine that stands still for seconds, a request would meet the end of its connection's time.
  server.keepAliveTimeout = 0;
  let near: End | null = null;

  const connection = (): End => {
    if (near !== null && !near.destroyed && !near.readableEnded) return near;
    near = new End();
    const far = new End();
    near.other = far;
    far.other = near;
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    server.emit('connection', far);
    return near;
  };

  const send = (request: Uint8Array): Promise<RawAnswer> =>
    new Promise((done, fail) => {
      const end = connection();
      let received = Buffer.alloc(0);
      const finish = (settle: () => void, isUsable: boolean): void => {
        clearTimeout(timer);
        end.off('data', onData);
        end.off('end', onEnd);
        if (!isUsable) {
          end.destroy();
          near = null;
        }
        settle();
      };
      const onData = (chunk: Buffer): void => {
        received = Buffer.concat([received, chunk]);
        const answer = answerIn(received, false);
        if (answer !== null) {
          finish(() => done(answer), answer.headers['connection'] !== 'close');
        }
      };
      const onEnd = (): void => {
        const answer = answerIn(received, true);
        if (answer !== null) finish(() => done(answer), false);
        else finish(() => fail(new Error('the connection ended without an answer')), false);
      };
      const timer = setTimeout(() => {
        finish(() => fail(new Error(`no answer within ${PATIENCE_MS} ms`)), false);
      }, PATIENCE_MS);
      end.on('data', onData);
      end.on('end', onEnd);
      // Over a wire the server has long put its last answer behind it when the next request comes. Here
      // it would be in the same turn, in which Node closes where it would otherwise say what is wrong.
      setImmediate(() => end.write(request));
    });

  return { send, close: () => near?.destroy() };
};

/** The answer, once it is there as a whole. */
const answerIn = (bytes: Buffer, hasEnded: boolean): RawAnswer | null => {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(statusLine.split(' ')[1]);
  // "100 Continue" is a word before the answer.
  if (status < 200) return answerIn(bytes.subarray(headEnd + 4), hasEnded);
  const body = bodyIn(bytes.subarray(headEnd + 4), headers, hasEnded);
  if (body === null) return null;
  return { status, headers, text: body.toString('utf8') };
};

const bodyIn = (
  rest: Buffer,
  headers: Readonly<Record<string, string>>,
  hasEnded: boolean,
): Buffer | null => {
  if (headers['transfer-encoding'] === 'chunked') return unchunked(rest);
  const length = headers['content-length'];
  if (length === undefined) return hasEnded || headers['connection'] !== 'close' ? rest : null;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : null;
};

const unchunked = (rest: Buffer): Buffer | null => {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(rest.subarray(at, lineEnd).toString('latin1'), 16);
    const next = lineEnd + 2 + size + 2;
    if (rest.length < next) return null;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(lineEnd + 2, next - 2));
    at = next;
  }
};
