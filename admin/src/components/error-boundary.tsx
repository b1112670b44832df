import { Component, Fragment, type ComponentType, type ReactNode } from 'react';
import { useTranslate } from '../i18n/use-translate';
import { FailureState } from './error-state';
import { NotLoadedError } from './lazy-part';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What is around the words that stand in the place of the children. */
  readonly frame?: ComponentType<{ readonly children: ReactNode }>;
  /** Loads the page again. */
  readonly reload?: () => void;
}

interface ErrorBoundaryState {
  /** What was thrown; null while all is well. */
  readonly thrown: { readonly value: unknown } | null;
}

const reloadPage = () => window.location.reload();

interface FaultProps {
  readonly isMissing: boolean;
  readonly onRetry: () => void;
  readonly onReload: () => void;
}

const Fault = ({ isMissing, onRetry, onReload }: FaultProps) => {
  const t = useTranslate();
  return isMissing ? (
    <FailureState
      words={t('error.not-loaded')}
      actionLabel={t('error.reload')}
      onAction={onReload}
    />
  ) : (
    <FailureState words={t('error.panel')} actionLabel={t('error.retry')} onAction={onRetry} />
  );
};

/** Says in words that the panel itself failed, never a blank page; React writes what happened to the console. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { thrown: null };

  static getDerivedStateFromError(value: unknown): ErrorBoundaryState {
    return { thrown: { value } };
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    const { children, frame: Frame = Fragment, reload = reloadPage } = this.props;
    if (thrown === null) return children;
    return (
      <Frame>
        <Fault
          isMissing={thrown.value instanceof NotLoadedError}
          onRetry={() => this.setState({ thrown: null })}
          onReload={reload}
        />
      </Frame>
    );
  }
}
