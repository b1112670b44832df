import { createHeaderBuilder, type HeaderBuilder } from '../domain/request-headers';
import { perWebhook } from './per-webhook';
import type { WebhookWithSecret } from './ports';
import { signatureFormatsOf, type DeliverySettings } from './webhook-policy';

/** Finds what builds the headers of a webhook's requests. */
export type HeaderBuilders = (webhook: WebhookWithSecret) => HeaderBuilder;

export interface HeaderSettings extends DeliverySettings {
  readonly defaultHeaders: Readonly<Record<string, string>>;
  readonly sourceUrl: string;
}

/**
 * Makes the builders.
 *
 * @param settings - what every request carries
 * @param userAgent - what the plugin calls itself
 */
export const createHeaderBuilders = (settings: HeaderSettings, userAgent: string): HeaderBuilders =>
  perWebhook((webhook) =>
    createHeaderBuilder({
      defaultHeaders: settings.defaultHeaders,
      webhookHeaders: Object.fromEntries(webhook.headers.map(({ name, value }) => [name, value])),
      userAgent,
      sourceUrl: settings.sourceUrl,
      webhookId: webhook.id,
      signatureFormats: signatureFormatsOf(settings, webhook),
    }),
  );
