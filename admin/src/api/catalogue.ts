import type { ContentTypeView } from '../../../server/src/contracts/content-type';
import type { DefaultsView } from '../../../server/src/contracts/defaults';
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
    getDefaults: build.query<DefaultsView, void>({
      query: () => ({ url: `${ROOT}/defaults` }),
      transformResponse: (answer: Answer<DefaultsView>) => unwrap(answer),
    }),
  }),
});

export const { useListTopicsQuery, useListContentTypesQuery, useGetDefaultsQuery } = catalogueApi;
