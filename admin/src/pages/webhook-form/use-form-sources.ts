import { useListContentTypesQuery, useListTopicsQuery } from '../../api/catalogue';

/** What can be chosen in the form: the topics and content types of this Strapi. */
export const useFormSources = () => {
  const topics = useListTopicsQuery({});
  const contentTypes = useListContentTypesQuery();
  const refetch = () => {
    void topics.refetch();
    void contentTypes.refetch();
  };
  return {
    topics: topics.data,
    contentTypes: contentTypes.data,
    error: topics.error ?? contentTypes.error,
    refetch,
  };
};
