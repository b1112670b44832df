import type { UpdateWebhookInput } from '../contracts/webhook';
import { editWebhookSchema, type EditWebhookInput } from '../contracts/webhook-actions';
import { RequestError } from '../errors/to-strapi-error';
import { faultsOf } from './read-request';

interface Edit {
  readonly changes: UpdateWebhookInput;
  readonly options: { readonly expectedUpdatedAt?: string };
}

/**
 * Takes apart what is changed and what is only compared. The changes are not checked here.
 *
 * @param input - an edit as it came over HTTP
 * @throws RequestError `request_invalid` when `updatedAt` is no instant, with every other fault that shows
 */
export const editOf = (input: EditWebhookInput): Edit => {
  const { updatedAt, ...changes } = input;
  if (updatedAt === undefined) return { changes, options: {} };
  if (editWebhookSchema.shape.updatedAt.safeParse(updatedAt).success) {
    return { changes, options: { expectedUpdatedAt: updatedAt } };
  }
  const checked = editWebhookSchema.safeParse(input);
  throw new RequestError('request_invalid', checked.success ? [] : faultsOf(checked.error, []));
};
