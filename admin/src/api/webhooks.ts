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
const MOST_PER_PAGE = 100;

const isPage = (answer: unknown): answer is WebhookListAnswer =>
  typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data);

const webhooksApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listWebhooks: build.query<WebhookListAnswer, WebhookListQuery>({
      query: (query) => ({ url: withQuery(URL, query) }),
      providesTags: (answer) => [
        { type: 'DurableWebhook', id: LIST },
        ...(answer?.data ?? []).map(({ id }) => ({ type: 'DurableWebhook' as const, id })),
      ],
    }),
    listEveryWebhook: build.query<readonly WebhookView[], void>({
      queryFn: async (_argument, _api, _options, ask) => {
        const all: WebhookView[] = [];
        for (let page = 1, pages = 1; page <= pages; page += 1) {
          const query = { sort: 'name', pagination: { page, pageSize: MOST_PER_PAGE } };
          const { data, error } = await ask({ url: withQuery(URL, query) });
          if (error !== undefined) return { error };
          if (!isPage(data))
            return { error: { name: 'UnknownError', message: 'no list of webhooks' } };
          all.push(...data.data);
          pages = data.meta.pagination.pageCount;
        }
        return { data: all };
      },
      providesTags: ['DurableWebhook'],
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
  }),
});

export const {
  useListWebhooksQuery,
  useListEveryWebhookQuery,
  useCountWebhooksQuery,
  useGetWebhookQuery,
  useCreateWebhookMutation,
  useUpdateWebhookMutation,
  useDeleteWebhookMutation,
} = webhooksApi;
