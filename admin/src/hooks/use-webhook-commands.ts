import type { WebhookView } from '../../../server/src/contracts/webhook';
import { usePauseWebhookMutation, useResumeWebhookMutation } from '../api/webhook-actions';
import { useDeleteWebhookMutation } from '../api/webhooks';
import type { HeldChoice } from '../components/resume-dialog';
import { useTranslate, type MessageKey } from '../i18n/use-translate';
import { useFeedback } from './use-feedback';

type Targets = readonly Pick<WebhookView, 'id' | 'name'>[];

/** What can be done with one or several webhooks; each tells with how many it was done. */
export interface WebhookCommands {
  readonly pause: (webhooks: Targets) => Promise<number>;
  readonly resume: (webhooks: Targets, held: HeldChoice) => Promise<number>;
  readonly remove: (webhooks: Targets) => Promise<number>;
}

/** Gives commands that act on webhooks one after another and tell how it went. */
export const useWebhookCommands = (): WebhookCommands => {
  const t = useTranslate();
  const { success, failure } = useFeedback();
  const [pauseOne] = usePauseWebhookMutation();
  const [resumeOne] = useResumeWebhookMutation();
  const [removeOne] = useDeleteWebhookMutation();

  const forEach = async (
    webhooks: Targets,
    done: MessageKey,
    act: (id: number) => Promise<{ data: unknown } | { error: unknown }>,
  ): Promise<number> => {
    let count = 0;
    for (const { id, name } of webhooks) {
      const result = await act(id);
      if ('error' in result) failure(result.error, webhooks.length > 1 ? name : undefined);
      else count += 1;
    }
    if (count > 0) success(t(done, { count }));
    return count;
  };

  return {
    pause: (webhooks) => forEach(webhooks, 'done.paused', (id) => pauseOne(id)),
    resume: (webhooks, held) =>
      forEach(webhooks, 'done.resumed', (id) => resumeOne({ id, input: { held } })),
    remove: (webhooks) => forEach(webhooks, 'done.deleted', (id) => removeOne(id)),
  };
};
