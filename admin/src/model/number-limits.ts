import { WEBHOOK_LIMITS } from '../../../server/src/domain/rules/webhook-limits';
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
  timeoutSeconds: {
    min: WEBHOOK_LIMITS.timeoutMs.min / 1000,
    max: limits.timeoutMs / 1000,
    isWhole: false,
  },
  concurrency: { ...WEBHOOK_LIMITS.concurrency, isWhole: true },
  maxConsecutiveFailures: { ...WEBHOOK_LIMITS.maxConsecutiveFailures, isWhole: true },
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
