import { z } from 'zod';

/** A content type whose events can be delivered. */
export const contentTypeViewSchema = z.strictObject({
  uid: z.string(),
  displayName: z.string(),
  kind: z.enum(['collectionType', 'singleType']),
  /** Without it an entry has one version: nothing of it is ever published, unpublished, or a draft to discard. */
  draftAndPublish: z.boolean(),
});
export type ContentTypeView = z.infer<typeof contentTypeViewSchema>;
