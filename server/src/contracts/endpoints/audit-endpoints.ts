import { auditListAnswerSchema, auditListQuerySchema } from '../audit';
import { DOORS, NO_DATA, type Endpoint } from '../endpoint';

/** Who did what. */
export const AUDIT_ENDPOINTS = {
  'audit.listOfWebhook': {
    method: 'GET',
    path: '/webhooks/:id/audit',
    doors: DOORS,
    summary: 'Who did what to a webhook, newest first; also after it was deleted',
    permissions: ['webhooks.read'],
    query: auditListQuerySchema,
    data: NO_DATA,
    status: 200,
    answer: auditListAnswerSchema,
  },
} satisfies Record<string, Endpoint>;
