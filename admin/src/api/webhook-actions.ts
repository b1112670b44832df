import type { SecretView } from '../../../server/src/contracts/secret';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import type {
  ResumeInput,
  RotateInput,
  RotateView,
  TriggerInput,
  TriggerView,
} from '../../../server/src/contracts/webhook-actions';
import { baseApi, LIST, ROOT, unwrap, wrap, type Answer } from './base';

/** An action's input and the webhook that it is about. */
interface On<Input> {
  readonly id: number;
  readonly input: Input;
}

const urlOf = (id: number, action: string): string => `${ROOT}/webhooks/${id}/${action}`;

const changed = (id: number) => [
  { type: 'DurableWebhook' as const, id },
  { type: 'DurableWebhook' as const, id: LIST },
  { type: 'DurableWebhookHealth' as const },
  { type: 'DurableDelivery' as const, id: LIST },
  { type: 'DurableStats' as const },
];

const actionsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    pauseWebhook: build.mutation<WebhookView, number>({
      query: (id) => ({ url: urlOf(id, 'pause'), method: 'POST', data: wrap({}) }),
      transformResponse: (answer: Answer<WebhookView>) => unwrap(answer),
      invalidatesTags: (_webhook, _error, id) => changed(id),
    }),
    resumeWebhook: build.mutation<WebhookView, On<ResumeInput>>({
      query: ({ id, input }) => ({ url: urlOf(id, 'resume'), method: 'POST', data: wrap(input) }),
      transformResponse: (answer: Answer<WebhookView>) => unwrap(answer),
      invalidatesTags: (_webhook, _error, { id }) => changed(id),
    }),
    triggerWebhook: build.mutation<TriggerView, On<TriggerInput>>({
      query: ({ id, input }) => ({ url: urlOf(id, 'trigger'), method: 'POST', data: wrap(input) }),
      transformResponse: (answer: Answer<TriggerView>) => unwrap(answer),
      invalidatesTags: (_answer, _error, { id }) => changed(id),
    }),
    rotateSecret: build.mutation<RotateView, On<RotateInput>>({
      query: ({ id, input }) => ({
        url: urlOf(id, 'secret/rotate'),
        method: 'POST',
        data: wrap(input),
      }),
      transformResponse: (answer: Answer<RotateView>) => unwrap(answer),
      invalidatesTags: (_webhook, _error, { id }) => changed(id),
    }),
    /** A mutation, so that a revealed secret is never kept in a cache. */
    revealSecret: build.mutation<SecretView, number>({
      query: (id) => ({ url: urlOf(id, 'secret/reveal'), method: 'POST', data: wrap({}) }),
      transformResponse: (answer: Answer<SecretView>) => unwrap(answer),
    }),
  }),
});

export const {
  usePauseWebhookMutation,
  useResumeWebhookMutation,
  useTriggerWebhookMutation,
  useRotateSecretMutation,
  useRevealSecretMutation,
} = actionsApi;
