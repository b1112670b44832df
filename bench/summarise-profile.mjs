/**
 * Says where the processor's time went, from the profiles that `BENCH_PROFILES=<folder> npm run bench` writes:
 *
 *   node bench/summarise-profile.mjs <folder or file.cpuprofile> …
 *
 * Two lists: the packages that the time was spent in, and the functions. A function's own time is counted, not that of
 * what it calls.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LONGEST = 25;

const profilesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path).flatMap((name) => profilesIn(join(path, name)))
    : path.endsWith('.cpuprofile')
      ? [path]
      : [];

/** Which package a frame belongs to. */
const roomOf = ({ functionName, url }) => {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:')) return url.split('/')[0];
  const [, inPackage] = url.match(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/) ?? [];
  if (inPackage !== undefined) return inPackage;
  return url.includes('/dist/server/') ? 'this plugin' : 'the benchmark and the playground';
};

const nameOf = (frame) =>
  `${frame.functionName || '(anonymous)'}  ${roomOf(frame)}${frame.url === '' ? '' : ` ${frame.url.split('/').at(-1)}:${frame.lineNumber + 1}`}`;

const add = (sums, key, us) => sums.set(key, (sums.get(key) ?? 0) + us);

const print = (title, sums, totalUs) => {
  console.log(`\n${title}`);
  const sorted = [...sums].sort(([, one], [, other]) => other - one).slice(0, LONGEST);
  for (const [key, us] of sorted) {
    console.log(
      `${((us / totalUs) * 100).toFixed(1).padStart(6)} %  ${(us / 1000).toFixed(0).padStart(7)} ms  ${key}`,
    );
  }
};

const summarise = (file) => {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byRoom = new Map();
  const byFunction = new Map();
  let busyUs = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (frame.functionName === '(idle)') return;
    const us = Math.max(0, timeDeltas[index]);
    busyUs += us;
    add(byRoom, roomOf(frame), us);
    add(byFunction, nameOf(frame), us);
  });
  console.log(`\n=== ${file}: busy for ${(busyUs / 1000).toFixed(0)} ms`);
  print('by package', byRoom, busyUs);
  print('by function', byFunction, busyUs);
};

process.argv.slice(2).flatMap(profilesIn).forEach(summarise);
