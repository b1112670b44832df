import { adminApi } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../plugin-id';

/** The admin's door to the plugin. */
export const ROOT = `/${PLUGIN_ID}`;

/** An answer as Strapi wraps it. */
export interface Answer<Data> {
  readonly data: Data;
}

/** Takes an answer out of its wrapping. */
export const unwrap = <Data>(answer: Answer<Data>): Data => answer.data;

/** Puts a request's body into its wrapping. */
export const wrap = <Data>(data: Data): Answer<Data> => ({ data });

/** The admin's own RTK Query api, with the plugin's tags. */
export const baseApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'DurableWebhook',
    'DurableWebhookHealth',
    'DurableDelivery',
    'DurableStats',
    'DurableTopic',
    'DurableContentType',
  ],
});

/** The tag of a whole list. */
export const LIST = 'LIST';
