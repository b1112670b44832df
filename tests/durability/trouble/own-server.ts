import { execFileSync } from 'node:child_process';
import type { TestDatabase } from '../../helpers/databases';

/** A database server of a test's own, which may be ended as roughly as one likes. */
export interface OwnServer {
  readonly database: TestDatabase;
  start(): Promise<void>;
  /** As after a power cut, but for the disk: no session is ended in order, and the next start recovers. */
  stopAtOnce(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Whom a server is to run as: some refuse to run as root.
 *
 * @param name - the user that the server's package made
 */
export const serverUser = (name: string): { uid: number; gid: number } | Record<string, never> => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: string): number =>
    Number(execFileSync('id', [kind, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};
