import type { MessageKey } from '../i18n/use-translate';

/** A screen with a link of its own. */
export interface Section {
  readonly path: string;
  readonly label: MessageKey;
}

/** The links beside the screens, in their order; the first is where the plugin opens. */
export const SECTIONS: readonly [Section, ...Section[]] = [
  { path: 'webhooks', label: 'nav.webhooks' },
  { path: 'deliveries', label: 'nav.deliveries' },
  { path: 'overview', label: 'nav.overview' },
];
