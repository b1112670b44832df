import { useCallback } from 'react';
import { errorWords } from '../model/error-words';
import { useTranslate } from './use-translate';

/** Gives the function that says in a few words what an attempt failed with; what has no words is told as the server puts it. */
export const useResultWords = (): ((lastError: string) => string) => {
  const t = useTranslate();
  return useCallback(
    (lastError: string): string => {
      const known = errorWords(lastError);
      return known === null ? lastError : t(known);
    },
    [t],
  );
};
