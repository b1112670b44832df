import { bodySizes } from './bodies.mjs';
import { deadReceivers } from './dead-receiver.mjs';
import { drains } from './drain.mjs';
import { eachBadReceiver } from './each-bad-receiver.mjs';
import { firstBytes } from './first-byte.mjs';
import { growingWork } from './growing-work.mjs';
import { memory } from './memory.mjs';
import { millions } from './million-rows.mjs';
import { publishBurst } from './publish-burst.mjs';
import { saveLatencies } from './save-latency.mjs';
import { slowReceivers } from './slow-receiver.mjs';

/**
 * Everything that is measured, in the order of the table.
 *
 * A measure has a name, the database that it needs, whether it belongs to the short run, and `run`, which
 * takes the run's context and returns rows.
 */
export const measures = [
  ...saveLatencies,
  ...drains,
  ...slowReceivers,
  ...firstBytes,
  ...deadReceivers,
  eachBadReceiver,
  ...millions,
  growingWork,
  ...bodySizes,
  memory,
  publishBurst,
];
