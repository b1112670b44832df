import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';

type Role = 'button' | 'checkbox' | 'option' | 'radio' | 'switch' | 'combobox';

/** Clicks what has this role and name, as soon as it is there. */
export const click = async (role: Role, name: string | RegExp): Promise<void> =>
  userEvent.click(await screen.findByRole(role, { name }));

/** Puts a text in the place of what a field holds. */
export const fill = async (field: HTMLElement, text: string): Promise<void> => {
  await userEvent.clear(field);
  await userEvent.paste(text);
};

/** The one at a place, where the list must be that long. */
export const at = <Item,>(list: readonly Item[], index: number): Item => {
  const item = list[index];
  if (item === undefined) throw new Error(`there are ${list.length}, and none at ${index}`);
  return item;
};

const MOST_PRESSES = 200;

/**
 * Presses a key until something has the focus, as somebody does who has no mouse.
 *
 * @param key - as userEvent writes it: `{Tab}`, `{ArrowDown}`
 * @param reached - tells whether it has it
 * @throws Error when it cannot be reached
 */
export const pressUntil = async (
  key: string,
  reached: (focused: Element) => boolean,
): Promise<void> => {
  for (let count = 0; count < MOST_PRESSES; count += 1) {
    await userEvent.keyboard(key);
    if (document.activeElement !== null && reached(document.activeElement)) return;
  }
  throw new Error(`nothing of that kind gets the focus with ${key}`);
};
