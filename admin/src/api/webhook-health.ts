import type { WebhookHealthView } from '../../../server/src/contracts/health';
import { baseApi, ROOT, unwrap, type Answer } from './base';

/** How a webhook has been doing. */
export type WebhookHealth = WebhookHealthView;

const healthApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listWebhookHealth: build.query<readonly WebhookHealth[], void>({
      query: () => ({ url: `${ROOT}/webhooks/health` }),
      transformResponse: (answer: Answer<readonly WebhookHealth[]>) => unwrap(answer),
      providesTags: ['DurableWebhookHealth'],
    }),
  }),
});

export const { useListWebhookHealthQuery } = healthApi;
