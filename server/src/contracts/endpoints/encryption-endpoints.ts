import { encryptionViewSchema, reencryptResultSchema } from '../encryption';
import { DOORS, NO_DATA, NO_QUERY, type Endpoint } from '../endpoint';
import { answerOf } from '../envelope';

/** How secrets are kept. */
export const ENCRYPTION_ENDPOINTS = {
  'encryption.read': {
    method: 'GET',
    path: '/encryption',
    doors: DOORS,
    summary: 'Which key encrypts secrets, and which webhooks it has not encrypted yet',
    permissions: ['webhooks.read'],
    query: NO_QUERY,
    data: NO_DATA,
    status: 200,
    answer: answerOf(encryptionViewSchema),
  },
  'encryption.reencrypt': {
    method: 'POST',
    path: '/encryption/reencrypt',
    doors: DOORS,
    summary: 'Encrypts every secret with the newest key; it can be done again',
    permissions: ['webhooks.update'],
    query: NO_QUERY,
    data: NO_DATA,
    status: 200,
    answer: answerOf(reencryptResultSchema),
  },
} satisfies Record<string, Endpoint>;
