import { Layouts, Page } from '@strapi/strapi/admin';
import { Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import { ErrorBoundary } from '../components/error-boundary';
import { lazyPart } from '../components/lazy-part';
import { SecretProvider } from '../components/secret-provider';
import { SectionLinks, SectionNav } from '../components/section-nav';
import { PERMISSIONS } from '../permissions';
import { SECTIONS } from './sections';

const WebhookListPage = lazyPart(() => import('./webhook-list/webhook-list-page'));
const WebhookCreatePage = lazyPart(() => import('./webhook-form/webhook-create-page'));
const WebhookEditPage = lazyPart(() => import('./webhook-form/webhook-edit-page'));
const DeliveriesPage = lazyPart(() => import('./deliveries/deliveries-page'));
const OverviewPage = lazyPart(() => import('./overview/overview-page'));

/** The plugin's screens, each loaded when it is opened. */
const App = () => {
  const { pathname } = useLocation();
  const several = SECTIONS.length > 1;
  return (
    <Page.Protect permissions={PERMISSIONS.read}>
      <Layouts.Root {...(several ? { sideNav: <SectionNav sections={SECTIONS} /> } : {})}>
        {several ? <SectionLinks sections={SECTIONS} /> : null}
        <SecretProvider>
          <ErrorBoundary key={pathname} frame={Layouts.Content}>
            <Suspense fallback={<Page.Loading />}>
              <Routes>
                <Route index element={<Navigate to={SECTIONS[0].path} replace />} />
                <Route path="webhooks" element={<WebhookListPage />} />
                <Route path="webhooks/create" element={<WebhookCreatePage />} />
                <Route path="webhooks/:id" element={<WebhookEditPage />} />
                <Route path="webhooks/:id/deliveries" element={<DeliveriesPage />} />
                <Route path="deliveries" element={<DeliveriesPage />} />
                <Route path="overview" element={<OverviewPage />} />
                <Route path="*" element={<Navigate to={SECTIONS[0].path} replace />} />
              </Routes>
            </Suspense>
          </ErrorBoundary>
        </SecretProvider>
      </Layouts.Root>
    </Page.Protect>
  );
};

export default App;
