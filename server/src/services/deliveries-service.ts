import type {
  DeliveryDetail,
  DeliveryFilters,
  DeliveryPage,
  DeliveryQuery,
  DeliveryView,
  ReplayInput,
  ReplayResult,
} from '../contracts/delivery';

export interface DeliveryListQuery {
  /** Only this webhook's deliveries. */
  readonly webhookId?: number;
  /** Only deliveries older than this one (the last of the page before). */
  readonly afterId?: string;
  /**
   * 1 to 500.
   *
   * @defaultValue 50
   */
  readonly limit?: number;
}

/** The delivery log: `strapi.plugin('durable-webhooks').service('deliveries')`. */
export interface DeliveriesService {
  /**
   * Newest first.
   *
   * @throws PluginError `webhook_not_found`, `delivery_not_found` when an id is malformed
   */
  list(query?: DeliveryListQuery): Promise<DeliveryView[]>;
  /**
   * A page of the deliveries that the filters describe, newest first. What is added meanwhile neither
   * repeats nor hides anything on the pages that follow.
   *
   * @throws PluginError `query_invalid`
   */
  search(query?: DeliveryQuery): Promise<DeliveryPage>;
  /**
   * How many deliveries the filters describe, but not more than `cap`.
   *
   * @throws PluginError `query_invalid`
   */
  count(filters: DeliveryFilters, cap: number): Promise<number>;
  /**
   * One delivery with its body and every attempt.
   *
   * @throws PluginError `delivery_not_found`
   */
  find(id: string): Promise<DeliveryDetail>;
  /**
   * Asks for one more attempt, whatever the state is; it is sent next, also when the webhook is not
   * active. A success sets the delivery to `succeeded`, a failure leaves its state and schedule.
   *
   * @returns the delivery, with the wish on record
   * @throws PluginError `delivery_not_found`
   */
  redeliver(id: string): Promise<DeliveryView>;
  /**
   * The same for many: those that exist when it is called, the oldest first. `matched` counts up to one
   * more than the setting `limits.replay`, and `onTheWay` what was asked for and has not ended yet: 0 tells that
   * a replay is over. Deliveries of deleted webhooks are left out, and so are pings and
   * tests, unless the filter of topics names them.
   *
   * @throws PluginError `query_invalid`; `limit_exceeded` for a `limit` beyond that setting
   */
  replay(input: ReplayInput): Promise<ReplayResult>;
}
