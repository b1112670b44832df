/** The plugin's tables as SQL names them, with the schema in front where there is one. */
export interface Tables {
  readonly webhooks: string;
  readonly events: string;
  readonly deliveries: string;
  readonly attempts: string;
  readonly audit: string;
  readonly meta: string;
}

export const TABLE_NAMES: Tables = {
  webhooks: 'durable_webhooks_webhooks',
  events: 'durable_webhooks_events',
  deliveries: 'durable_webhooks_deliveries',
  attempts: 'durable_webhooks_attempts',
  audit: 'durable_webhooks_audit',
  meta: 'durable_webhooks_meta',
};

export const INDEX_NAMES = {
  eventsQueue: 'durable_webhooks_events_queue',
  eventsRecorded: 'durable_webhooks_events_recorded',
  deliveriesDue: 'durable_webhooks_deliveries_due',
  deliveriesManual: 'durable_webhooks_deliveries_manual',
  deliveriesFinished: 'durable_webhooks_deliveries_finished',
  deliveriesEvent: 'durable_webhooks_deliveries_event',
  deliveriesOrder: 'durable_webhooks_deliveries_order',
  deliveriesLog: 'durable_webhooks_deliveries_log',
  deliveriesWishes: 'durable_webhooks_deliveries_wishes',
  attemptsDelivery: 'durable_webhooks_attempts_delivery',
  attemptsStarted: 'durable_webhooks_attempts_started',
  auditWebhook: 'durable_webhooks_audit_webhook',
  auditCreated: 'durable_webhooks_audit_created',
  webhooksKey: 'durable_webhooks_webhooks_key',
} as const;

/**
 * Names the tables inside a schema.
 *
 * @param schemaName - PostgreSQL's schema; absent where the connection's default holds the tables
 * @returns the names, ready for knex
 */
export const tablesIn = (schemaName?: string): Tables => {
  if (schemaName === undefined || schemaName === '') return TABLE_NAMES;
  const qualify = (name: string): string => `${schemaName}.${name}`;
  return {
    webhooks: qualify(TABLE_NAMES.webhooks),
    events: qualify(TABLE_NAMES.events),
    deliveries: qualify(TABLE_NAMES.deliveries),
    attempts: qualify(TABLE_NAMES.attempts),
    audit: qualify(TABLE_NAMES.audit),
    meta: qualify(TABLE_NAMES.meta),
  };
};
