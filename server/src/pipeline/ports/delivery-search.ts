import type { Delivery } from '../../domain/delivery';
import type { DeliveryFilter, DeliveryScope } from '../../domain/delivery-filter';
import type { DeliveryId } from '../../domain/ids';

/** Which deliveries are meant, as the store asks for them. */
export interface DeliveryConditions extends Omit<DeliveryFilter, 'webhookId' | 'states'> {
  /** They do not overlap; a delivery belongs to one of them. */
  readonly scopes: readonly DeliveryScope[];
}

/** A place in the log: between this delivery and the next one. */
export interface DeliveryPosition {
  readonly createdAtMs: number;
  readonly id: DeliveryId;
}

export interface DeliverySearchQuery {
  readonly conditions: DeliveryConditions;
  /** By their creation, then by their id. */
  readonly order: 'newest-first' | 'oldest-first';
  /** Null begins at the first. */
  readonly after: DeliveryPosition | null;
  readonly limit: number;
}

/** The part of the deliveries' store that answers people. */
export interface DeliverySearch {
  search(query: DeliverySearchQuery): Promise<Delivery[]>;
  /** How many there are, but not more than `cap`. */
  count(conditions: DeliveryConditions, cap: number): Promise<number>;
}
