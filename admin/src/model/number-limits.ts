import type { DefaultsView } from '../../../server/src/contracts/defaults';
import type { WebhookFormValues } from './form-values';

export const NUMBER_FIELDS = ['timeoutSeconds', 'concurrency', 'maxConsecutiveFailures'] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What a field of numbers takes, in its own unit. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/** What every field of numbers takes. */
export type Limits = Readonly<Record<NumberField, NumberLimits>>;

/**
 * Says what the form's fields of numbers take.
 *
 * @param defaults - what the project's settings say: they bound the timeout
 */
export const limitsOf = ({ limits }: Pick<DefaultsView, 'limits'>): Limits => ({
  timeoutSeconds: { min: 0.1, max: limits.timeoutMs / 1000, isWhole: false },
  concurrency: { min: 1, max: 1024, isWhole: true },
  maxConsecutiveFailures: { min: 1, max: 1_000_000, isWhole: true },
});

/**
 * Names the fields whose numbers the server would refuse; an empty field follows the settings.
 *
 * @param values - the form
 * @param limits - what its fields take
 */
export const fieldsOutOfRange = (values: WebhookFormValues, limits: Limits): NumberField[] =>
  NUMBER_FIELDS.filter((name) => {
    const value = values[name];
    const { min, max, isWhole } = limits[name];
    return value !== null && !(value >= min && value <= max && (!isWhole || value % 1 === 0));
  });
