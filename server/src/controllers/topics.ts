import { ENDPOINTS } from '../contracts/endpoints';
import { PluginError } from '../errors/plugin-error';
import { isOwn } from '../services/content-type-views';
import { capturableContentTypes } from '../services/content-types';
import { runtimeOf } from '../services/runtimes';
import { hasContentType, samplePayload } from '../services/sample-payload';
import { action, type Controller, type ControllerContext } from './action';

/** Topics that can be chosen. */
export const topicsController = ({ strapi }: ControllerContext): Controller<'topics'> => {
  const shownContentType = (chosen: string | undefined): string | null => {
    const uids = capturableContentTypes(strapi);
    if (chosen === undefined) return uids.find(isOwn) ?? null;
    if (uids.includes(chosen)) return chosen;
    throw new PluginError('query_invalid', {
      faults: [
        {
          path: ['contentType'],
          message: `must be a content type whose events are delivered: ${uids.join(', ')}`,
        },
      ],
    });
  };

  return {
    list: action(strapi, ENDPOINTS['topics.list'], ({ query }) => {
      const uid = shownContentType(query.contentType);
      const data = runtimeOf(strapi)
        .events.topics()
        .map((topic) => ({
          ...topic,
          hasContentType: hasContentType(topic.name),
          sample: samplePayload(strapi, topic.name, uid),
        }));
      return Promise.resolve({ data });
    }),
  };
};
