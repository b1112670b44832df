import { z } from 'zod';

/** An answer as Strapi wraps it. */
export const answerOf = <Data extends z.ZodType>(data: Data) => z.strictObject({ data });

/** A request's body as Strapi wraps it. */
export const bodyOf = <Data extends z.ZodType>(data: Data) => z.strictObject({ data });

/** Numbered pages, for lists that are short. */
export const pageRequestSchema = z
  .strictObject({
    page: z.int().min(1).max(1_000_000).default(1),
    pageSize: z.int().min(1).max(100).default(25),
  })
  .prefault({});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item),
    meta: z.strictObject({
      pagination: z.strictObject({
        page: z.int(),
        pageSize: z.int(),
        pageCount: z.int(),
        total: z.int(),
      }),
    }),
  });

/** Pages behind a cursor, for lists that grow while they are read. */
export const cursorRequestSchema = z
  .strictObject({
    /** The `nextCursor` of the page before. */
    cursor: z.string().min(1).max(100).optional(),
    limit: z.int().min(1).max(100).default(25),
  })
  .prefault({});

export const cursorPageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item),
    meta: z.strictObject({
      pagination: z.strictObject({
        limit: z.int(),
        /** Null on the last page. */
        nextCursor: z.string().nullable(),
      }),
    }),
  });

/** One wrong field of a request. */
export const fieldErrorSchema = z.strictObject({
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  name: z.literal('ValidationError'),
});
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** What went wrong, in Strapi's form; `code` is one of the README's and stable. */
export const errorSchema = z.object({
  status: z.int(),
  name: z.string(),
  message: z.string(),
  details: z.object({
    code: z.string().optional(),
    /** Every wrong field at once. */
    errors: z.array(fieldErrorSchema).optional(),
  }),
});
export type ErrorView = z.infer<typeof errorSchema>;

/** The body of every answer that is no success. */
export const errorAnswerSchema = z.object({ data: z.null(), error: errorSchema });
export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;
