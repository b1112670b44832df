'use strict';

module.exports = {
  /** An event of no content type: what is measured is delivering, not saving. */
  BURST_TOPIC: 'bench.burst',
  /** Of a webhook that must have nothing to do: where this is used, nothing is published. */
  UNUSED_TOPIC: 'entry.publish',
};
