import { z } from 'zod';
import { rotateSecretSchema, type SecretView } from '../contracts/secret';
import { oneLine } from '../domain/storable-text';
import type { Actor } from '../domain/audit';
import { formatSecret, isSameSecret, standardFormOf } from '../domain/secret';
import { previousAfterRotation, stillSigning } from '../domain/secret-rotation';
import { PluginError } from '../errors/plugin-error';
import type { Database, Log, Surroundings, WebhookWithSecret } from '../pipeline/ports';
import { checked } from './checked';
import {
  editableWebhook,
  existingWebhook,
  knownWebhookId,
  lockedWebhook,
} from './existing-webhook';
import { webhookView } from './views';
import type { WebhooksService } from './webhooks-service';

const askerSchema = z.object({ actor: z.string().optional() });

const HOUR_MS = 3600 * 1000;

export interface WebhookSecretsDeps {
  readonly database: Database;
  readonly surroundings: Pick<Surroundings, 'randomBytes'>;
  /** To be called after every change. */
  readonly changed: () => void;
  readonly log: Log;
  /** Who is behind what happens now. */
  readonly actor: () => Actor;
}

/**
 * Makes the part of the service that deals with secrets.
 *
 * @param deps - the database, chance, and the log
 */
export const createWebhookSecrets = ({
  database,
  surroundings,
  changed,
  log,
  actor: currentActor,
}: WebhookSecretsDeps): Pick<
  WebhooksService,
  'rotateSecret' | 'endPreviousSecrets' | 'revealSecret'
> => ({
  rotateSecret: async (id, input = {}) => {
    const { secret = newSecret(surroundings), overlapHours } = checked(
      rotateSecretSchema,
      input,
      'webhook_invalid',
    );
    const rotated = await database.transaction(async (stores) => {
      const webhook = await editableWebhook(stores, knownWebhookId(id));
      if (webhook.secrets.some((one) => isSameSecret(one, secret))) throw sameSecret();
      const nowMs = await stores.now();
      await stores.registry.replaceSecrets(webhook.id, {
        current: secret,
        previous: previousAfterRotation(webhook, overlapHours * HOUR_MS, nowMs),
      });
      await stores.audit.record([
        {
          webhookId: webhook.id,
          action: 'secret_rotated',
          actor: currentActor(),
          details: { overlapHours },
        },
      ]);
      const after = await existingWebhook(stores, webhook.id);
      return { webhook: webhookView(after, nowMs), secret: secretView(after, nowMs) };
    });
    changed();
    return rotated;
  },

  endPreviousSecrets: async (id) => {
    const view = await database.transaction(async (stores) => {
      const webhook = await lockedWebhook(stores, knownWebhookId(id));
      const nowMs = await stores.now();
      if (stillSigning(webhook, nowMs).length > 0) {
        await stores.registry.replaceSecrets(webhook.id, { previous: [] });
        await stores.audit.record([
          { webhookId: webhook.id, action: 'previous_secrets_ended', actor: currentActor() },
        ]);
      }
      return webhookView(await existingWebhook(stores, webhook.id), nowMs);
    });
    changed();
    return view;
  },

  revealSecret: async (id, asker) => {
    const { actor } = checked(askerSchema, { actor: asker }, 'webhook_invalid');
    const who = nameIfUnknown(currentActor(), actor);
    // On record before anybody sees it, or not shown at all.
    const { webhook, view } = await database.transaction(async (stores) => {
      const existing = await existingWebhook(stores, knownWebhookId(id));
      const shown = secretView(existing, await stores.now());
      await stores.audit.record([
        { webhookId: existing.id, action: 'secret_revealed', actor: who },
      ]);
      return { webhook: existing, view: shown };
    });
    log.info(
      `the secret of webhook ${webhook.id} was revealed to ${nameForLog(actor ?? 'a script')}`,
    );
    return view;
  },
});

/**
 * A secret that nobody can guess.
 *
 * @param surroundings - chance
 */
export const newSecret = (surroundings: Pick<Surroundings, 'randomBytes'>): string =>
  formatSecret(surroundings.randomBytes(32));

const sameSecret = (): PluginError =>
  new PluginError('webhook_invalid', {
    faults: [{ path: ['secret'], message: 'it is the one in force already' }],
  });

const secretView = (webhook: WebhookWithSecret, nowMs: number): SecretView => {
  const [secret] = webhook.secrets;
  if (secret === undefined) {
    throw new PluginError('secret_unreadable', { detail: `webhook ${webhook.id}` });
  }
  return {
    secret,
    standardSecret: standardFormOf(secret),
    previous: stillSigning(webhook, nowMs).map((one) => ({
      secret: one.secret,
      expiresAt: new Date(one.expiresAtMs).toISOString(),
    })),
  };
};

/** What a script says of itself. */
const nameIfUnknown = (actor: Actor, name: string | undefined): Actor =>
  actor.name === null && name !== undefined ? { ...actor, name: nameForLog(name) } : actor;

/** A name must not look like another line of the log. */
const nameForLog = (text: string): string => oneLine(text).slice(0, 200);
