import { z } from 'zod';

/** A content type whose events can be delivered. */
export const contentTypeViewSchema = z.strictObject({
  uid: z.string(),
  displayName: z.string(),
  kind: z.enum(['collectionType', 'singleType']),
});
export type ContentTypeView = z.infer<typeof contentTypeViewSchema>;
