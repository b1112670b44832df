import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What a receiver does with a request; `fault` is how it misbehaves, after `delayMs`. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  readonly delayMs?: number;
  /**
   * - `hang`: nothing is answered, and the connection stays open
   * - `reset`: the connection is reset without an answer
   * - `cut-body`: the connection is closed after the headers and `body`, in the middle of the body
   * - `reset-body`: the connection is reset after the headers and `body`, in the middle of the body
   * - `stall-body`: headers and `body` are sent, and the end never comes
   * - `endless-body`: a body that never ends, as fast as it is read
   * - `slow-body`: a byte at once and then one every `everyMs`, without an end
   * - `raw`: `body` is written to the socket as it is, which is then closed
   */
  readonly fault?:
    | 'hang'
    | 'reset'
    | 'cut-body'
    | 'reset-body'
    | 'stall-body'
    | 'endless-body'
    | 'slow-body'
    | 'raw';
  readonly everyMs?: number;
}

/**
 * Answers a request as told, or misbehaves.
 *
 * @param answer - what to do
 * @param response - the request's open response
 */
export const play = async (answer: Answer, response: ServerResponse): Promise<void> => {
  if (answer.delayMs !== undefined) await delay(answer.delayMs, response);
  const { socket } = response;
  if (socket === null || socket.destroyed || answer.fault === 'hang') return;
  if (answer.fault === 'reset') return reset(socket);
  if (answer.fault === 'raw') {
    socket.end(answer.body ?? '');
    return;
  }
  response.writeHead(answer.status ?? 200, toNodeHeaders(answer.headers));
  if (answer.fault === undefined) {
    response.end(answer.body);
    return;
  }
  response.flushHeaders();
  if (answer.body !== undefined) response.write(answer.body);
  if (answer.fault === 'cut-body') socket.end();
  if (answer.fault === 'reset-body') setImmediate(reset, socket);
  if (answer.fault === 'endless-body') writeForEver(response);
  if (answer.fault === 'slow-body') drip(response, answer.everyMs ?? 1000);
};

const toNodeHeaders = (headers: Answer['headers'] = {}): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : [...value],
    ]),
  );

const delay = (ms: number, response: ServerResponse): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    response.once('close', () => {
      clearTimeout(timer);
      done();
    });
  });

const reset = (socket: Socket): void => {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
};

const writeForEver = (response: ServerResponse): void => {
  const chunk = Buffer.alloc(16 * 1024, 'x');
  const fill = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', fill);
  fill();
};

const drip = (response: ServerResponse, everyMs: number): void => {
  response.write('.');
  const timer = setInterval(() => response.write('.'), everyMs);
  response.once('close', () => clearInterval(timer));
};
