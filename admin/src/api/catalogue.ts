import type { ContentTypeView } from '../../../server/src/contracts/content-type';
import type { TopicListQuery, TopicView } from '../../../server/src/contracts/topic';
import { baseApi, ROOT, unwrap, type Answer } from './base';
import { withQuery } from './search-params';

const catalogueApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    listTopics: build.query<readonly TopicView[], TopicListQuery>({
      query: (query) => ({ url: withQuery(`${ROOT}/topics`, query) }),
      transformResponse: (answer: Answer<readonly TopicView[]>) => unwrap(answer),
      providesTags: ['DurableTopic'],
    }),
    listContentTypes: build.query<readonly ContentTypeView[], void>({
      query: () => ({ url: `${ROOT}/content-types` }),
      transformResponse: (answer: Answer<readonly ContentTypeView[]>) => unwrap(answer),
      providesTags: ['DurableContentType'],
    }),
  }),
});

export const { useListTopicsQuery, useListContentTypesQuery } = catalogueApi;
