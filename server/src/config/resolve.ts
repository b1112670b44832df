import { type z } from 'zod';
import { isRecord } from '../domain/is-record';
import { headerFault } from '../domain/request-headers';
import { PluginError, type FieldFault } from '../errors/plugin-error';
import { settingsSchema } from './schema';
import type { Settings } from './settings';

/** Where the settings come from, in Strapi's own words. */
export interface SettingsSources {
  /** `webhooks` of config/server. */
  readonly serverWebhooks: unknown;
  /** `durable-webhooks` of config/plugins. */
  readonly plugin: unknown;
  /** `server.absoluteUrl`, for `X-WC-Webhook-Source`. */
  readonly absoluteUrl: string;
  /** NODE_ENV, which Strapi sets to `development` where nobody did. */
  readonly environment: string;
}

export interface ResolvedSettings {
  readonly settings: Settings;
  /** What is odd but no reason to stop, for the log. */
  readonly warnings: readonly string[];
}

/** Where receivers usually run on the same machine. */
const LOCAL_ENVIRONMENTS = new Set(['development', 'test']);
const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/**
 * Turns the two configuration files into one checked object: config/plugins wins over config/server,
 * objects are merged, lists are replaced.
 *
 * @param sources - the raw configuration
 * @returns the settings, with warnings for the log
 * @throws PluginError `settings_invalid`, naming every wrong key and what was expected there
 */
export const resolveSettings = (sources: SettingsSources): ResolvedSettings => {
  const server = asObject(sources.serverWebhooks, 'server.webhooks');
  const plugin = asObject(sources.plugin, 'durable-webhooks');
  const warnings: string[] = [];
  const ours = Object.fromEntries(
    Object.entries(server).filter(([key]) => {
      if (key in settingsSchema.shape) return true;
      warnings.push(
        `config/server: webhooks.${key} is not a setting of durable-webhooks and is ignored`,
      );
      return false;
    }),
  );
  const merged = merge(ours, plugin);
  warnings.push(...unsetSecrets(merged['hooks']));
  const parsed = settingsSchema.safeParse(merged, { reportInput: true });
  if (!parsed.success) {
    throw new PluginError('settings_invalid', { faults: faultsOf(parsed.error) });
  }
  const { defaultHeaders, ...rest } = parsed.data;
  const sourceUrl = withTrailingSlash(rest.sourceUrl ?? sources.absoluteUrl);
  // Receivers of a production must not be told that it is called localhost.
  if (sources.environment === 'production' && LOCAL_HOST.test(new URL(sourceUrl).hostname)) {
    warnings.push(
      `receivers are told that this Strapi is ${sourceUrl}: set server.url or webhooks.sourceUrl`,
    );
  }
  return {
    settings: {
      ...rest,
      defaultHeaders: usableHeaders(defaultHeaders, warnings),
      sourceUrl,
      network: { ...rest.network, localAllowed: LOCAL_ENVIRONMENTS.has(sources.environment) },
    },
    warnings,
  };
};

/**
 * Lists zod's complaints as our own field faults.
 *
 * @param error - a failed parse
 */
export const faultsOf = (error: z.ZodError): FieldFault[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known' }));
    }
    return [{ path, message: issue.message }];
  });

const asObject = (value: unknown, where: string): Record<string, unknown> => {
  if (value === undefined || value === null) return {};
  if (isRecord(value)) return value;
  throw new PluginError('settings_invalid', {
    faults: [{ path: [where], message: 'expected an object' }],
  });
};

const merge = (
  base: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> => {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = merged[key];
    merged[key] = isRecord(below) && isRecord(value) ? merge(below, value) : value;
  }
  return merged;
};

/** As an environment variable gives it that is not set. The webhook would sign with a secret that nobody has. */
const unsetSecrets = (hooks: unknown): string[] =>
  (Array.isArray(hooks) ? hooks : []).flatMap((hook: unknown, index) =>
    isRecord(hook) && 'secret' in hook && hook['secret'] === undefined
      ? [
          `webhooks.hooks.${index}.secret is undefined, so a secret is made for it that no receiver has`,
        ]
      : [],
  );

/** The limits on headers are for what webhooks bring; core sends a default header of any length. */
const usableHeaders = (
  headers: Readonly<Record<string, string | number | boolean | null | undefined>>,
  warnings: string[],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const text = String(value);
      // Core sends the word "undefined", which no receiver can want.
      const isUnset = value === undefined || value === null;
      const fault = isUnset ? `its value is ${text}` : headerFault(name, text);
      if (fault === null) return [[name, text]];
      warnings.push(`webhooks.defaultHeaders: "${name}" is ignored: ${fault}`);
      return [];
    }),
  );

const withTrailingSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
