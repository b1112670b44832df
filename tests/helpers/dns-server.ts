import { createSocket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';

/** What a name has: an address of either family, or `{ cname }`, which leads on to another name. */
export type DnsRecord = string | { readonly cname: string };

/** The records of each name; a function is asked anew for every look-up, with its number from 0. */
export type Zone = Readonly<
  Record<string, readonly DnsRecord[] | ((lookup: number) => readonly DnsRecord[])>
>;

export interface DnsServer {
  /** Resolves over this server alone, as production resolves over the system. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  /** The names that were looked up, in order. */
  readonly lookups: readonly string[];
  close(): Promise<void>;
}

const TYPES = { A: 1, CNAME: 5, AAAA: 28 } as const;
const NAME_ERROR = 3;

/**
 * Starts a DNS server on 127.0.0.1 that answers from a zone, with a time to live of 0.
 *
 * @param zone - every name that exists
 */
export const startDnsServer = async (zone: Zone): Promise<DnsServer> => {
  const lookups: string[] = [];
  const socket = createSocket('udp4');
  /** A look-up asks for both families; both get the records of the same moment. */
  let current: Readonly<Record<string, readonly DnsRecord[]>> = {};
  socket.on('message', (query, from) => {
    socket.send(answer(query, current), from.port, from.address);
  });
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    lookups,
    resolve: async (host) => {
      const counts = new Map<string, number>();
      for (const name of lookups) counts.set(name, (counts.get(name) ?? 0) + 1);
      lookups.push(host);
      current = Object.fromEntries(
        Object.entries(zone).map(([name, records]) => [
          name,
          typeof records === 'function' ? records(counts.get(host) ?? 0) : records,
        ]),
      );
      const [four, six] = await Promise.allSettled([
        resolver.resolve4(host),
        resolver.resolve6(host),
      ]);
      const found = [four, six].flatMap((result, at) =>
        result.status === 'fulfilled'
          ? result.value.map((address) => ({ address, family: at === 0 ? 4 : 6 }))
          : [],
      );
      if (found.length === 0 && four.status === 'rejected') throw four.reason;
      return found;
    },
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
};

const answer = (query: Buffer, zone: Readonly<Record<string, readonly DnsRecord[]>>): Buffer => {
  const { name, type, end } = question(query);
  const found: Buffer[] = [];
  let at: string | undefined = name;
  while (at !== undefined) {
    const owner: string = at;
    const records: readonly DnsRecord[] = zone[owner] ?? [];
    at = undefined;
    for (const record of records) {
      if (typeof record === 'string') {
        const isWanted = type === (isIPv6(record) ? TYPES.AAAA : TYPES.A);
        if (isWanted) found.push(resource(owner, type, addressBytes(record)));
      } else {
        found.push(resource(owner, TYPES.CNAME, nameBytes(record.cname)));
        at = record.cname;
      }
    }
  }
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | (zone[name] === undefined ? NAME_ERROR : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...found]);
};

const question = (query: Buffer): { name: string; type: number; end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
};

const resource = (owner: string, type: number, data: Buffer): Buffer => {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(owner), fixed, data]);
};

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** Node's URL spells out what `::` leaves out no better than we can. */
const addressBytes = (address: string): Buffer => {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::').map((half) => half);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from(
    [...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  );
};
