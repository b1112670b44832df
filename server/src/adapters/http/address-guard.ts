import type { LookupAddress } from 'node:dns';
import { lookup as lookUpBySystem } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

import { ConnectionFault } from './connection-fault';
import type { Admit } from './connector';
import { addressVerdict, hostVerdict, portVerdict } from '../../domain/network-rules';
import type { NetworkRules, Verdict } from '../../domain/network-rules';

/** Finds every address of a host name; rejects as Node's `dns` does. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

export interface AddressGuardOptions {
  readonly rules: NetworkRules;
  /** A proxy looks names up by itself, where only hosts and ports can be judged. */
  readonly behindProxy: boolean;
  /** Called once, for the first host that is allowed because addresses of one's own are by default. */
  readonly onAllowedByDefault: (host: string) => void;
  /** The system's look-up, with its hosts file, unless given. */
  readonly resolve?: ResolveHost;
  /** How long saving waits for a look-up. */
  readonly savingTimeoutMs?: number;
}

/** Keeps requests away from addresses that are nobody's business. */
export interface AddressGuard {
  /** For every new connection: its port, literal addresses, and names that stand for one. */
  readonly admit: Admit;
  /** Resolves a name once and refuses it if any of its addresses is refused: what it gives is connected to. */
  readonly lookup: LookupFunction;
  /**
   * What can be said of a delivery URL without asking anybody.
   *
   * @param url - an absolute URL
   * @returns why nothing is sent there, or null
   */
  urlFault(url: string): string | null;
  /**
   * The same, and what its name resolves to at the moment. A look-up that fails or is slow refuses nothing:
   * whether it is sent there is decided anew for every connection.
   *
   * @param url - an absolute URL
   * @returns why nothing is sent there, or null
   */
  resolvedUrlFault(url: string): Promise<string | null>;
}

const SAVING_TIMEOUT_MS = 1000;

/**
 * Makes the guard.
 *
 * @param options - the rules, and how names are resolved
 */
export const createAddressGuard = (options: AddressGuardOptions): AddressGuard => {
  const { rules, behindProxy } = options;
  const resolve = options.resolve ?? ((host) => lookUpBySystem(host, { all: true }));
  let noticed = false;

  /** The first refusal, or null. */
  const judge = (host: string, verdicts: Iterable<Verdict>): string | null => {
    for (const verdict of verdicts) {
      if (!verdict.allowed) return verdict.reason;
      if (!verdict.byDefault || noticed) continue;
      noticed = true;
      options.onAllowedByDefault(host);
    }
    return null;
  };
  const hostRefusal = (host: string, port: number): string | null =>
    judge(host, [portVerdict(rules, port), hostVerdict(rules, host)]);
  const addressRefusal = (host: string, addresses: readonly LookupAddress[]): string | null =>
    judge(
      host,
      addresses.map(({ address }) => addressVerdict(rules, host, address)),
    );

  const urlFault = (url: string): string | null => {
    const { hostname, port } = partsOf(url);
    return hostRefusal(hostname, port);
  };

  return {
    admit: (host, port) => faultOf(hostRefusal(host, port)),
    lookup: (host, { all }, callback) => {
      resolve(host).then(
        (addresses) => {
          const [first] = addresses;
          const fault = faultOf(addressRefusal(host, addresses));
          if (fault !== null) callback(fault, []);
          else if (first === undefined) callback(noAddress(), []);
          else if (all === true) callback(null, [...addresses]);
          else callback(null, first.address, first.family);
        },
        (error: Error) => callback(error, []),
      );
    },
    urlFault,
    resolvedUrlFault: async (url) => {
      const { hostname } = partsOf(url);
      const fault = urlFault(url);
      if (fault !== null || behindProxy || isLiteral(hostname)) return fault;
      const timeoutMs = options.savingTimeoutMs ?? SAVING_TIMEOUT_MS;
      return addressRefusal(hostname, await withinTime(resolve(hostname), timeoutMs));
    },
  };
};

const partsOf = (url: string): { readonly hostname: string; readonly port: number } => {
  const { hostname, port, protocol } = new URL(url);
  return { hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
};

const isLiteral = (hostname: string): boolean => hostname.startsWith('[') || isIP(hostname) !== 0;

const faultOf = (refusal: string | null): ConnectionFault | null =>
  refusal === null ? null : new ConnectionFault('address_blocked', `Nothing was sent: ${refusal}`);

const noAddress = (): ConnectionFault =>
  new ConnectionFault('dns_failed', "The receiver's host name has no address");

/** What was found in time; nothing when it failed or took longer. */
const withinTime = async (
  looking: Promise<readonly LookupAddress[]>,
  timeoutMs: number,
): Promise<readonly LookupAddress[]> => {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<readonly LookupAddress[]>((giveUp) => {
    timer = setTimeout(() => giveUp([]), timeoutMs);
  });
  try {
    return await Promise.race([looking.catch(() => []), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
};
