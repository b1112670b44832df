import type { Attempt } from '../../domain/attempt';
import type { DeliveryId } from '../../domain/ids';

export interface AttemptStore {
  insert(attempts: readonly Attempt[]): Promise<void>;
  /** Attempts of one delivery, in the order they were recorded. */
  list(deliveryId: DeliveryId): Promise<Attempt[]>;
}
