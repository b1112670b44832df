import { z } from 'zod';
import { nulFault } from '../domain/storable-text';

/** A text that every database can store, and look for. */
export const storableText = () =>
  z.string().refine((text) => nulFault(text) === null, 'must not contain the NUL character');

/** A number that may be a webhook's id: the databases' columns hold no larger one. */
export const webhookIdSchema = z.int().positive().max(2_147_483_647);
