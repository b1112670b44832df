import type { BatchInput, BatchView } from '../../../server/src/contracts/webhook-batch';
import type { CreateWebhookInput, WebhookView } from '../../../server/src/contracts/webhook';
import type {
  EditWebhookInput,
  WebhookWithSecretView,
} from '../../../server/src/contracts/webhook-actions';
import type {
  WebhookCount,
  WebhookListAnswer,
  WebhookListQuery,
} from '../../../server/src/contracts/webhook-list';
import { baseApi, LIST, ROOT, unwrap, wrap, type Answer } from './base';
import { withQuery } from './search-params';

/** An edit and the webhook that it is about. */
export interface EditWebhookArgument {
  readonly id: number;
  readonly edit: EditWebhookInput;
}

const URL = `${ROOT}/webhooks`;

const webhooksApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listWebhooks: build.query<WebhookListAnswer, WebhookListQuery>({
      query: (query) => ({ url: withQuery(URL, query) }),
      providesTags: (answer) => [
        { type: 'DurableWebhook', id: LIST },
        ...(answer?.data ?? []).map(({ id }) => ({ type: 'DurableWebhook' as const, id })),
      ],
    }),
    countWebhooks: build.query<WebhookCount, void>({
      query: () => ({ url: `${URL}/count` }),
      transformResponse: (answer: Answer<WebhookCount>) => unwrap(answer),
      providesTags: [{ type: 'DurableWebhook', id: LIST }],
    }),
    getWebhook: build.query<WebhookView, number>({
      query: (id) => ({ url: `${URL}/${id}` }),
      transformResponse: (answer: Answer<WebhookView>) => unwrap(answer),
      providesTags: (_webhook, _error, id) => [{ type: 'DurableWebhook', id }],
    }),
    createWebhook: build.mutation<WebhookWithSecretView, CreateWebhookInput>({
      query: (input) => ({ url: URL, method: 'POST', data: wrap(input) }),
      transformResponse: (answer: Answer<WebhookWithSecretView>) => unwrap(answer),
      invalidatesTags: [{ type: 'DurableWebhook', id: LIST }, 'DurableWebhookHealth'],
    }),
    updateWebhook: build.mutation<WebhookView, EditWebhookArgument>({
      query: ({ id, edit }) => ({ url: `${URL}/${id}`, method: 'PUT', data: wrap(edit) }),
      transformResponse: (answer: Answer<WebhookView>) => unwrap(answer),
      invalidatesTags: (_webhook, _error, { id }) => [
        { type: 'DurableWebhook', id },
        { type: 'DurableWebhook', id: LIST },
      ],
    }),
    deleteWebhook: build.mutation<WebhookView, number>({
      query: (id) => ({ url: `${URL}/${id}`, method: 'DELETE' }),
      transformResponse: (answer: Answer<WebhookView>) => unwrap(answer),
      invalidatesTags: [{ type: 'DurableWebhook', id: LIST }, 'DurableWebhookHealth'],
    }),
    batchWebhooks: build.mutation<BatchView, BatchInput>({
      query: (input) => ({ url: `${URL}/batch`, method: 'POST', data: wrap(input) }),
      transformResponse: (answer: Answer<BatchView>) => unwrap(answer),
      invalidatesTags: ['DurableWebhook', 'DurableWebhookHealth'],
    }),
  }),
});

export const {
  useListWebhooksQuery,
  useCountWebhooksQuery,
  useGetWebhookQuery,
  useCreateWebhookMutation,
  useUpdateWebhookMutation,
  useDeleteWebhookMutation,
  useBatchWebhooksMutation,
} = webhooksApi;
