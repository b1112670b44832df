import { Flex, Loader } from '@strapi/design-system';
import { useQueryParams } from '@strapi/strapi/admin';
import { Suspense, type ReactNode } from 'react';
import { ErrorBoundary } from '../components/error-boundary';
import { lazyPart } from '../components/lazy-part';
import { useAllowed } from '../hooks/use-allowed';
import { useTranslate } from '../i18n/use-translate';

const DocumentDeliveries = lazyPart(() => import('./document-deliveries'));

/** What the content manager tells a panel of its edit view. */
export interface PanelProps {
  readonly model: string;
  readonly documentId?: string;
  readonly document?: { readonly documentId?: string; readonly locale?: unknown };
}

interface LocaleQuery {
  readonly plugins?: { readonly i18n?: { readonly locale?: string } };
}

/**
 * The panel beside an entry with what was sent about it; none for those who may not see deliveries, and
 * none before the entry exists.
 */
export const DeliveriesPanel = ({
  model,
  documentId,
  document,
}: PanelProps): { title: string; content: ReactNode } | null => {
  const t = useTranslate();
  const { canRead } = useAllowed();
  const [{ query }] = useQueryParams<LocaleQuery>();
  const id = document?.documentId ?? documentId;
  if (!canRead || id === undefined || id === 'create') return null;
  const ownLocale = typeof document?.locale === 'string' ? document.locale : null;
  const locale = ownLocale ?? query.plugins?.i18n?.locale ?? null;
  return {
    title: t('panel.title'),
    content: (
      <ErrorBoundary>
        <Suspense
          fallback={
            <Flex minHeight="6rem">
              <Loader small>{t('common.loading')}</Loader>
            </Flex>
          }
        >
          <DocumentDeliveries uid={model} documentId={id} locale={locale} />
        </Suspense>
      </ErrorBoundary>
    ),
  };
};
