import { useCallback, useState } from 'react';

const NOTHING: ReadonlySet<string> = new Set();

/** Which deliveries are chosen, and the ways to change that. */
export const useSelection = () => {
  const [selected, setSelected] = useState(NOTHING);
  const select = useCallback(
    (ids: readonly string[], on: boolean) =>
      setSelected((before) => {
        const others = [...before].filter((id) => !ids.includes(id));
        return new Set(on ? [...others, ...ids] : others);
      }),
    [],
  );
  const clear = useCallback(() => setSelected(NOTHING), []);
  const replace = useCallback((ids: readonly string[]) => setSelected(new Set(ids)), []);
  return { selected, select, replace, clear };
};
