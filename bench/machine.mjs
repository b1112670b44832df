import { createRequire } from 'node:module';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

const require = createRequire(import.meta.url);
const versionOf = (name) => require(`${name}/package.json`).version;

/** What the numbers depend on. */
export const describeMachine = () => ({
  processors: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  system: `${platform()} ${release()}`,
  node: process.version,
  strapi: versionOf('@strapi/strapi'),
  axios: versionOf('axios'),
  /** Above the number of processors, others were at work too: believe the ratios alone, and them less. */
  loadBefore: Number(loadavg()[0].toFixed(2)),
});
