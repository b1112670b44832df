import { Component, Fragment, type ComponentType, type ReactNode } from 'react';
import { ErrorState } from './error-state';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What is around the words that stand in the place of the children. */
  readonly frame?: ComponentType<{ readonly children: ReactNode }>;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Shows a fault of the panel itself in words, never a blank page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { children, frame: Frame = Fragment } = this.props;
    if (error === null) return children;
    return (
      <Frame>
        <ErrorState
          error={{ status: 500, message: error.message }}
          onRetry={() => this.setState({ error: null })}
        />
      </Frame>
    );
  }
}
