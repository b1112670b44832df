import type { StatsQuery, StatsView } from '../../../server/src/contracts/stats';
import { baseApi, ROOT, unwrap, type Answer } from './base';
import { withQuery } from './search-params';

const statsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    getStats: build.query<StatsView, StatsQuery>({
      query: (query) => ({ url: withQuery(`${ROOT}/stats`, query) }),
      transformResponse: (answer: Answer<StatsView>) => unwrap(answer),
      providesTags: ['DurableStats'],
    }),
  }),
});

export const { useGetStatsQuery } = statsApi;
