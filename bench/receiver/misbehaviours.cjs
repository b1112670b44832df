'use strict';

const CHUNK = Buffer.alloc(16 * 1024, 'x');
const LATE_MS = 60_000;

const writeForEver = (response) => {
  const fill = () => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on('drain', fill);
  fill();
};

const drip = (response) => {
  response.write('.');
  const timer = setInterval(() => response.write('.'), 1000);
  response.once('close', () => clearInterval(timer));
};

const throttle = (retryAfter) => (response) => {
  response.writeHead(429, { 'Retry-After': retryAfter() });
  response.end();
};

/** The ways in which a receiver answers badly, by the first part of its path. */
const MISBEHAVIOURS = {
  never: () => {},
  drips: drip,
  endless: writeForEver,
  late: (response) => {
    const timer = setTimeout(() => response.end('ok'), LATE_MS);
    response.once('close', () => clearTimeout(timer));
  },
  resets: ({ socket }) => socket?.resetAndDestroy(),
  'breaks-off': (response) => {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('half', () => response.socket?.resetAndDestroy());
  },
  'huge-headers': ({ socket }) =>
    socket?.end(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(500_000)}\r\n\r\n`),
  'no-http': ({ socket }) => socket?.end('220 mail.example.com ESMTP\r\n'),
  closes: ({ socket }) =>
    socket?.end('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n'),
  'throttles-seconds': throttle(() => '1'),
  'throttles-date': throttle(() => new Date(Date.now() + 2000).toUTCString()),
  'throttles-absurd': throttle(() => 'soon'),
};

/** Certificates with which nobody should be answered, in the fixtures of the tests. */
const BAD_CERTIFICATES = ['expired', 'other-name'];

module.exports = { MISBEHAVIOURS, BAD_CERTIFICATES };
