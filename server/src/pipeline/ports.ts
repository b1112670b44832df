/**
 * The small interfaces that the pipeline needs from the world. Adapters implement them; the
 * conformance suite says what an implementation must hold on every database.
 *
 * No connection or transaction type appears here: the stores of one `Stores` object share one
 * transaction, or none.
 */
export type * from './ports/attempt-store';
export type * from './ports/audit-store';
export type * from './ports/clock-store';
export type * from './ports/database';
export type * from './ports/delivery-search';
export type * from './ports/delivery-store';
export type * from './ports/event-store';
export type * from './ports/report-store';
export type * from './ports/sender';
export type * from './ports/surroundings';
export type * from './ports/webhook-registry';
export type * from './ports/webhook-store';
