import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { SecretDialog } from './secret-dialog';

/** A secret on the screen, and why it is there. */
export interface ShownSecret {
  readonly reason: 'created' | 'rotated' | 'revealed';
  readonly webhookId: number;
  readonly secret: string;
  readonly standardSecret: string;
  /** Old secrets that still sign. */
  readonly previous: readonly { readonly secret: string; readonly expiresAt: string }[];
  /** The button that asked for it: while it waited it could not have the focus. */
  readonly opener?: Element | null;
}

const ShowSecret = createContext<(secret: ShownSecret) => void>(() => undefined);

/** Gives the function that shows a secret over whatever screen comes next. */
export const useShowSecret = (): ((secret: ShownSecret) => void) => useContext(ShowSecret);

interface SecretProviderProps {
  readonly children: ReactNode;
}

/** Holds the secret that is on the screen, and forgets it when it is closed. */
export const SecretProvider = ({ children }: SecretProviderProps) => {
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const close = useCallback(() => setShown(null), []);
  return (
    <ShowSecret.Provider value={setShown}>
      {children}
      {shown === null ? null : <SecretDialog shown={shown} onClose={close} />}
    </ShowSecret.Provider>
  );
};
