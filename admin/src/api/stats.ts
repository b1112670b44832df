import type { StatsView } from '../../../server/src/contracts/stats';
import { statsQueryOf, type Period } from '../model/period';
import { baseApi, ROOT, unwrap, type Answer } from './base';
import { withQuery } from './search-params';

const statsApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    /** A period ends when it is asked for, every time. */
    getStats: build.query<StatsView, Period>({
      query: (period) => ({ url: withQuery(`${ROOT}/stats`, statsQueryOf(period, Date.now())) }),
      transformResponse: (answer: Answer<StatsView>) => unwrap(answer),
      providesTags: ['DurableStats'],
    }),
  }),
});

export const { useGetStatsQuery } = statsApi;
