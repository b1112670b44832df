import { isSensitiveHeader } from '../../../server/src/domain/rules/sensitive-header';
import type { HeaderRow } from './form-values';

/**
 * Tells whether a header's name alone says that its value is a credential, whatever is ticked.
 *
 * @param name - as it is typed, in any case; spaces around it are not saved
 */
export const isAlwaysSensitive = (name: string): boolean => isSensitiveHeader(name.trim());

/**
 * Tells whether a header's value is hidden once it is saved.
 *
 * @param row - the header in the form
 */
export const isSensitive = ({ name, sensitive }: Pick<HeaderRow, 'name' | 'sensitive'>): boolean =>
  sensitive || isAlwaysSensitive(name);
