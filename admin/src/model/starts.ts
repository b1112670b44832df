import type { MessageKey } from '../i18n/use-translate';
import { EMPTY_FORM, type WebhookFormValues } from './form-values';

export const START_IDS = [
  'generic',
  'nextjs',
  'vercel',
  'netlify',
  'cloudflare-pages',
  'automation',
] as const;
export type StartId = (typeof START_IDS)[number];

/** A ready-made beginning: what to choose, and where to find the URL. */
export interface Start {
  readonly id: StartId;
  readonly urlExample: string;
  readonly values: WebhookFormValues;
}

const PUBLIC_CHANGES = ['entry.publish', 'entry.unpublish', 'entry.delete'];

const start = (
  id: StartId,
  urlExample: string,
  values: Partial<WebhookFormValues>,
): readonly [StartId, Start] => [id, { id, urlExample, values: { ...EMPTY_FORM, ...values } }];

/** Every start works as it is: none needs a body of its own. */
const STARTS: ReadonlyMap<string, Start> = new Map<string, Start>([
  start('generic', 'https://example.com/webhooks/strapi', { topics: ['entry.*'] }),
  start('nextjs', 'https://example.com/api/revalidate', {
    name: 'Next.js',
    topics: PUBLIC_CHANGES,
  }),
  start('vercel', 'https://api.vercel.com/v1/integrations/deploy/…', {
    name: 'Vercel',
    topics: PUBLIC_CHANGES,
  }),
  start('netlify', 'https://api.netlify.com/build_hooks/…', {
    name: 'Netlify',
    topics: PUBLIC_CHANGES,
  }),
  start('cloudflare-pages', 'https://api.cloudflare.com/client/v4/pages/webhooks/deploy_hooks/…', {
    name: 'Cloudflare Pages',
    topics: PUBLIC_CHANGES,
  }),
  start('automation', 'https://hooks.zapier.com/hooks/catch/…', { topics: ['entry.*'] }),
]);

/**
 * Finds a start by its name in the address.
 *
 * @param id - from the query string
 */
export const findStart = (id: string | null): Start | null => STARTS.get(id ?? '') ?? null;

/**
 * Takes a start into a form in which somebody may have typed: only what starts are about changes.
 *
 * @param values - the form
 * @param before - the start that was chosen so far
 * @param next - the one that is chosen now
 */
export const withStart = (
  values: WebhookFormValues,
  before: Start | null,
  next: Start,
): WebhookFormValues => {
  const { name, topics, contentTypes } = next.values;
  const isOwnName = values.name !== '' && values.name !== before?.values.name;
  return { ...values, name: isOwnName ? values.name : name, topics, contentTypes };
};

/** The words of a start. */
export const startKeys = (
  id: StartId,
): { readonly title: MessageKey; readonly text: MessageKey; readonly where: MessageKey } => ({
  title: `start.${id}.title`,
  text: `start.${id}.text`,
  where: `start.${id}.where`,
});
