import { deliveryUrlFault } from './delivery-url';
import { isSensitiveHeader } from './rules/sensitive-header';
import { headerExcesses, type HeaderLimits } from './header-limits';
import { headerFault } from './request-headers';
import { oneLine } from './storable-text';
import type { WebhookHeader } from './webhook';

/** A webhook of Strapi's own. */
export interface CoreWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly isEnabled: boolean;
}

/** What one of ours is made of, so that it takes over one of Strapi's. */
export interface TakenOver {
  readonly name: string;
  readonly status: 'active' | 'paused';
  readonly deliveryUrl: string;
  readonly topics: readonly string[];
  readonly headers: readonly WebhookHeader[];
}

export interface TakeOverPlan {
  /** Null when it cannot be taken over; the notes say why. */
  readonly webhook: TakenOver | null;
  /** For people: what was left out, and why. */
  readonly notes: readonly string[];
}

const MAX_NAME_LENGTH = 255;

/**
 * Says how one of ours can take over one of Strapi's webhooks.
 *
 * @param core - Strapi's
 * @param knownTopics - every topic that exists here
 * @param limits - of its headers; those that do not fit are left out
 */
export const planTakeOver = (
  core: CoreWebhook,
  knownTopics: readonly string[],
  limits: HeaderLimits,
): TakeOverPlan => {
  const notes: string[] = [];
  const topics = [...new Set(core.events)].filter((event) => {
    if (knownTopics.includes(event)) return true;
    notes.push(`The event "${event}" does not exist here and was left out.`);
    return false;
  });
  const taken: [name: string, value: string][] = [];
  for (const header of Object.entries(core.headers)) {
    const [excess] = headerExcesses([...taken, header], limits);
    const fault = headerFault(...header) ?? excess?.message ?? null;
    if (fault === null) taken.push(header);
    else notes.push(`The header "${header[0]}" was left out: ${fault}.`);
  }
  const headers = taken.map(([name, value]) => ({
    name,
    value,
    sensitive: isSensitiveHeader(name),
  }));
  const url = core.url.trim();
  const urlFault = deliveryUrlFault(url);
  if (urlFault !== null) notes.push(`It cannot be taken over: its URL ${urlFault}.`);
  if (topics.length === 0) notes.push('It cannot be taken over: no event is left.');
  if (urlFault !== null || topics.length === 0) return { webhook: null, notes };
  if (!core.isEnabled) notes.push('It is turned off in Strapi, so it is paused here.');
  return {
    webhook: {
      name: oneLine(core.name).slice(0, MAX_NAME_LENGTH) || `Webhook ${core.id} of Strapi`,
      status: core.isEnabled ? 'active' : 'paused',
      deliveryUrl: url,
      topics,
      headers,
    },
    notes,
  };
};
