import { TABLE_NAMES } from '../tables';
import { ensureColumns, type Migration } from './migration';

/** A delivery URL with credentials in its query string is kept sealed, and masked in the column that was there before. */
export const sealedUrls: Migration = {
  name: 'durable-webhooks-0003-sealed-urls',
  version: 3,
  up: (context) =>
    ensureColumns(context, TABLE_NAMES.webhooks, [
      ['sealed_delivery_url', (table) => table.text('sealed_delivery_url', 'longtext')],
    ]),
};
