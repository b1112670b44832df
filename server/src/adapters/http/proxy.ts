import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv6 } from 'node:net';
import type { Socket } from 'node:net';

import { ConnectionFault } from './connection-fault';
import { parseUrl } from '../../domain/parse-url';
import { PluginError } from '../../errors/plugin-error';

/** A forward proxy that every connection is tunnelled through. */
export interface Proxy {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, or null. */
  readonly authorization: string | null;
}

/**
 * Reads a proxy's URL, as Strapi's `server.proxy` holds it.
 *
 * @param url - `http://` or `https://`, with credentials or without
 * @returns the proxy
 * @throws PluginError `settings_invalid` when no HTTP proxy can be meant; credentials are not repeated
 */
export const parseProxyUrl = (url: string): Proxy => {
  const parsed = parseUrl(url);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    const message = 'must be an http:// or https:// URL';
    throw new PluginError('settings_invalid', { faults: [{ path: ['server', 'proxy'], message }] });
  }
  const secure = parsed.protocol === 'https:';
  const credentials = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  return {
    secure,
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    authorization:
      credentials === ':' ? null : `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
};

/**
 * Asks a proxy for a tunnel. http receivers are tunnelled too, as core's fetch does it: the proxy
 * sees where a request goes, and never its headers.
 *
 * @param proxy - the proxy
 * @param target - the receiver's host and port
 * @param signal - gives up; a `ConnectionFault` as its reason becomes the rejection
 * @returns the connection to the receiver, before any TLS
 */
export const openTunnel = (
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const host = isIPv6(target.host) ? `[${target.host}]` : target.host;
    const authority = `${host}:${target.port}`;
    const connect = (proxy.secure ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: proxy.host,
      port: proxy.port,
      path: authority,
      headers: {
        Host: authority,
        ...(proxy.authorization === null ? {} : { 'Proxy-Authorization': proxy.authorization }),
      },
      agent: false,
      signal,
    });
    connect.once('connect', ({ statusCode }, socket) => {
      // Until an agent listens, an error here would end the process.
      socket.on('error', () => undefined);
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(
        new ConnectionFault(
          'network_error',
          `The proxy refused a tunnel with status ${statusCode}`,
        ),
      );
    });
    connect.once('error', (error: NodeJS.ErrnoException) => {
      const reason: unknown = signal.reason;
      const message = `The proxy could not be reached (${error.code ?? 'unknown'})`;
      reject(
        reason instanceof ConnectionFault ? reason : new ConnectionFault('network_error', message),
      );
    });
    connect.end();
  });
