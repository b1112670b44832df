import type {
  DeliveryView,
  ReplayInput,
  ReplayResult,
} from '../../../server/src/contracts/delivery';
import type {
  DeliveryListAnswer,
  DeliveryListQuery,
  DeliveryReadView,
} from '../../../server/src/contracts/delivery-log';
import { baseApi, LIST, ROOT, unwrap, wrap, type Answer } from './base';
import { withQuery } from './search-params';

const URL = `${ROOT}/deliveries`;

const deliveriesApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listDeliveries: build.query<DeliveryListAnswer, DeliveryListQuery>({
      query: (query) => ({ url: withQuery(URL, query) }),
      providesTags: [{ type: 'DurableDelivery', id: LIST }],
    }),
    getDelivery: build.query<DeliveryReadView, string>({
      query: (id) => ({ url: `${URL}/${encodeURIComponent(id)}` }),
      transformResponse: (answer: Answer<DeliveryReadView>) => unwrap(answer),
      providesTags: (_delivery, _error, id) => [{ type: 'DurableDelivery', id }],
    }),
    redeliver: build.mutation<DeliveryView, string>({
      query: (id) => ({
        url: `${URL}/${encodeURIComponent(id)}/redeliver`,
        method: 'POST',
        data: wrap({}),
      }),
      transformResponse: (answer: Answer<DeliveryView>) => unwrap(answer),
      invalidatesTags: (_delivery, _error, id) => [
        { type: 'DurableDelivery', id },
        { type: 'DurableDelivery', id: LIST },
      ],
    }),
    /** Also the count before it: with `dryRun` nothing is sent. */
    replayDeliveries: build.mutation<ReplayResult, ReplayInput>({
      query: (input) => ({ url: `${URL}/replay`, method: 'POST', data: wrap(input) }),
      transformResponse: (answer: Answer<ReplayResult>) => unwrap(answer),
      invalidatesTags: (result) => (result?.dryRun === false ? ['DurableDelivery'] : []),
    }),
  }),
});

export const {
  useListDeliveriesQuery,
  useGetDeliveryQuery,
  useRedeliverMutation,
  useReplayDeliveriesMutation,
} = deliveriesApi;
