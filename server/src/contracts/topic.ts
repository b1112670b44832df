import { z } from 'zod';
import { storableText } from './storable';

/** Which content type the samples show; the first of the app's own unless given. */
export const topicListQuerySchema = z.strictObject({
  contentType: storableText().min(1).max(255).optional(),
});
export type TopicListQuery = z.input<typeof topicListQuerySchema>;

/** A topic that can be chosen here. */
export const topicViewSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  origin: z.enum(['core', 'plugin', 'custom']),
  /** Whether its events belong to a content type, so that the content-type filter speaks about them. */
  hasContentType: z.boolean(),
  /** A body as receivers get it, made from the real content type; null where the shape is not known. */
  sample: z.record(z.string(), z.unknown()).nullable(),
});
export type TopicView = z.infer<typeof topicViewSchema>;
