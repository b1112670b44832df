import {
  useGetDefaultsQuery,
  useListContentTypesQuery,
  useListTopicsQuery,
} from '../../api/catalogue';

/** What can be chosen in the form, and what holds where nothing is: of this Strapi. */
export const useFormSources = () => {
  const topics = useListTopicsQuery({});
  const contentTypes = useListContentTypesQuery();
  const defaults = useGetDefaultsQuery();
  const refetch = () => {
    void topics.refetch();
    void contentTypes.refetch();
    void defaults.refetch();
  };
  return {
    topics: topics.data,
    contentTypes: contentTypes.data,
    defaults: defaults.data,
    error: topics.error ?? contentTypes.error ?? defaults.error,
    refetch,
  };
};
