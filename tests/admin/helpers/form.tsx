import { screen } from '@testing-library/react';
import type { DefaultsView } from '../../../server/src/contracts/defaults';
import type { TopicView } from '../../../server/src/contracts/topic';
import { MASK } from '../../../server/src/domain/rules/mask';
import type { Answers, Api } from './api';
import { openPanel, type Opening } from './panel';
import { answer, contentType, webhook } from './samples';

const topic = (name: string): TopicView => ({
  name,
  description: name,
  origin: 'core',
  hasContentType: name.startsWith('entry.'),
  sample: null,
});

/** What holds where nothing is chosen. */
export const DEFAULTS: DefaultsView = {
  retrySchedule: [60, 7200],
  timeoutMs: 20_000,
  concurrency: 3,
  maxConsecutiveFailures: 9,
  signatureFormats: ['woocommerce'],
  limits: { timeoutMs: 30_000, headers: 3 },
};

/** A webhook with a hidden header and an open one. */
export const SAVED = webhook(1, {
  name: 'CRM',
  headers: { Authorization: MASK, 'X-Team': 'news' },
  sensitiveHeaders: ['Authorization'],
});

/** What the form of a webhook asks for. */
export const FORM_ANSWERS: Answers = {
  'GET /topics': () =>
    answer(['entry.create', 'entry.update', 'entry.publish', 'media.create'].map(topic)),
  'GET /content-types': () => answer([contentType('api::article.article', 'Article')]),
  'GET /defaults': () => answer(DEFAULTS),
  'GET /webhooks/health': () => answer([]),
  'GET /webhooks/1': () => answer(SAVED),
  'PUT /webhooks/1': () => answer(SAVED),
};

/**
 * Opens the form of a webhook, or that of a new one.
 *
 * @param permissions - what the role allows; everything unless given
 */
export const openForm = async (
  path: string,
  answers: Answers = {},
  permissions?: Opening['permissions'],
): Promise<Api> => {
  const api = await openPanel({
    at: path,
    answers: { ...FORM_ANSWERS, ...answers },
    ...(permissions === undefined ? {} : { permissions }),
  });
  await screen.findByRole('region', { name: 'Headers' });
  return api;
};
