import type { HookSettings } from '../config/hooks';
import type { DeclaredWebhook } from '../domain/declared-webhook';
import { isCapturableTopic, resourceOf, unmatchablePatterns } from '../domain/rules/topic';
import { PluginError, type FieldFault } from '../errors/plugin-error';
import type { Log } from '../pipeline/ports';
import {
  syncDeclared,
  type DeclaredOutcome,
  type SyncDeclaredDeps,
} from '../pipeline/sync-declared';
import { parseNewWebhook, type InputContext } from './webhook-input';

export interface HooksDeps extends SyncDeclaredDeps {
  readonly hooks: readonly HookSettings[];
  readonly context: InputContext;
  /** Why nothing is sent to a URL, as far as the URL alone says it; a boot waits for no look-up. */
  readonly addressFault: (url: string) => string | null;
  /** To be called when something changed. */
  readonly changed: () => void;
  readonly log: Log;
}

/** Their topics are core's alone, and all of them are known at every boot. */
const CORE_RESOURCES = new Set(['entry', 'media']);

const WORDS: Readonly<Record<DeclaredOutcome['what'], string>> = {
  created: 'was created from the settings',
  updated: 'was changed to what the settings say',
  removed: 'is not in the settings any more, so it is paused',
};

/**
 * Makes the webhooks of the settings what the settings say.
 *
 * @param deps - the settings, what exists here, and the database
 * @throws PluginError `settings_invalid` with every wrong field, such as `hooks.0.topics`; nothing was changed then
 */
export const applyHooks = async (deps: HooksDeps): Promise<void> => {
  const outcomes = await syncDeclared(declaredOf(deps), deps);
  for (const { webhookId, key, what } of outcomes) {
    const say = what === 'removed' ? deps.log.warn : deps.log.info;
    say(`webhook ${webhookId} ("${key}") ${WORDS[what]}`);
  }
  if (outcomes.length > 0) deps.changed();
};

const declaredOf = ({ hooks, context, addressFault, log }: HooksDeps): DeclaredWebhook[] => {
  const faults: FieldFault[] = [];
  const declared = hooks.flatMap(({ key, ...input }, index) => {
    const later = unmatchablePatterns(input.topics, context.topics).filter(mayBeRegisteredLater);
    for (const topic of later) {
      log.warn(`hooks.${index} ("${key}"): nobody has registered the topic "${topic}" so far`);
    }
    try {
      // Another plugin's bootstrap may come after ours and register its topics there.
      const topics = [...context.topics, ...later.map((pattern) => exampleOf(pattern))];
      const defaults = { name: key, secret: '' };
      const here = { ...context, topics, addressFault: addressFault(input.deliveryUrl) };
      const webhook = parseNewWebhook(input, here, defaults);
      return [{ ...webhook, key, secret: input.secret }];
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      faults.push(
        ...error.faults.map(({ path, message }) => ({ path: ['hooks', index, ...path], message })),
      );
      return [];
    }
  });
  if (faults.length > 0) throw new PluginError('settings_invalid', { faults });
  return declared;
};

const exampleOf = (pattern: string): string => pattern.replace(/\*$/, 'any');

const mayBeRegisteredLater = (pattern: string): boolean =>
  isCapturableTopic(exampleOf(pattern)) && !CORE_RESOURCES.has(resourceOf(pattern));
