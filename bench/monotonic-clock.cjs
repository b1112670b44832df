'use strict';

/** Milliseconds of a clock that all processes of this machine share and that nobody sets. */
const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

module.exports = { monotonicMs };
