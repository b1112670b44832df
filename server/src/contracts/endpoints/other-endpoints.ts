import { z } from 'zod';
import { contentTypeViewSchema } from '../content-type';
import { defaultsViewSchema } from '../defaults';
import { DOORS, NO_DATA, NO_QUERY, type Endpoint } from '../endpoint';
import { answerOf } from '../envelope';
import { importResultSchema, importSchema } from '../import';
import { statsQuerySchema, statsViewSchema } from '../stats';
import { topicListQuerySchema, topicViewSchema } from '../topic';

/** What exists here, the numbers, and taking over Strapi's own webhooks. */
export const OTHER_ENDPOINTS = {
  'topics.list': {
    method: 'GET',
    path: '/topics',
    doors: DOORS,
    summary: 'Topics that exist here, each with a sample of its body',
    permissions: ['webhooks.read'],
    query: topicListQuerySchema,
    data: NO_DATA,
    status: 200,
    answer: answerOf(z.array(topicViewSchema)),
  },
  'content-types.list': {
    method: 'GET',
    path: '/content-types',
    doors: DOORS,
    summary: 'Content types whose events can be delivered',
    permissions: ['webhooks.read'],
    query: NO_QUERY,
    data: NO_DATA,
    status: 200,
    answer: answerOf(z.array(contentTypeViewSchema)),
  },
  'defaults.read': {
    method: 'GET',
    path: '/defaults',
    doors: DOORS,
    summary: 'What holds for a webhook where it says nothing of its own',
    permissions: ['webhooks.read'],
    query: NO_QUERY,
    data: NO_DATA,
    status: 200,
    answer: answerOf(defaultsViewSchema),
  },
  'stats.read': {
    method: 'GET',
    path: '/stats',
    doors: DOORS,
    summary: 'Deliveries by state and the latency of attempts, over time',
    permissions: ['webhooks.read'],
    query: statsQuerySchema,
    data: NO_DATA,
    status: 200,
    answer: answerOf(statsViewSchema),
  },
  'import.run': {
    method: 'POST',
    path: '/import',
    doors: DOORS,
    summary: "Takes over Strapi's own webhooks and turns them off there, or says what would happen",
    permissions: ['webhooks.create'],
    corePermissions: ['admin::webhooks.update'],
    query: NO_QUERY,
    data: importSchema.prefault({}),
    status: 200,
    answer: answerOf(importResultSchema),
  },
} satisfies Record<string, Endpoint>;
