import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { DeliveryView } from '../../../../server/src/contracts/delivery';

/**
 * Where the content manager shows a delivery's entry.
 *
 * @param delivery - the delivery
 * @param contentTypes - those that exist here
 * @returns the path, or null when there is no such entry to show
 */
export const entryPath = (
  { uid, documentId, locale }: Pick<DeliveryView, 'uid' | 'documentId' | 'locale'>,
  contentTypes: readonly ContentTypeView[],
): string | null => {
  const type = contentTypes.find((one) => one.uid === uid);
  if (type === undefined || documentId === null) return null;
  const place =
    type.kind === 'singleType'
      ? `single-types/${type.uid}`
      : `collection-types/${type.uid}/${documentId}`;
  const search = locale === null ? '' : `?plugins[i18n][locale]=${encodeURIComponent(locale)}`;
  return `/content-manager/${place}${search}`;
};
