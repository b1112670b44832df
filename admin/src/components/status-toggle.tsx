import { Switch } from '@strapi/design-system';
import { useState } from 'react';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { useAllowed } from '../hooks/use-allowed';
import { useWebhookCommands } from '../hooks/use-webhook-commands';
import { useTranslate } from '../i18n/use-translate';
import type { Held } from '../model/held';
import { ResumeDialog } from './resume-dialog';

interface StatusToggleProps {
  readonly webhook: WebhookView;
  /** What is held for it; null while nobody knows. */
  readonly held: Held | null;
  readonly visibleLabels?: boolean;
}

/** Turns a webhook on and off, for those who may; before it delivers again it asks what happens to what was held. */
export const StatusToggle = ({ webhook, held, visibleLabels = false }: StatusToggleProps) => {
  const t = useTranslate();
  const { canUpdate } = useAllowed();
  const { pause, resume } = useWebhookCommands();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const { name, status } = webhook;
  const active = status === 'active';

  if (!canUpdate) return null;

  const toggle = (on: boolean) => {
    if (on && held?.count !== 0) {
      setAsking(true);
      return;
    }
    setBusy(true);
    void (on ? resume([webhook], 'deliver') : pause([webhook])).finally(() => setBusy(false));
  };

  return (
    <>
      <Switch
        aria-label={t(active ? 'list.pause-one' : 'list.resume-one', { name })}
        checked={active}
        disabled={busy}
        onCheckedChange={toggle}
        onLabel={t('status.active')}
        offLabel={t(`status.${status}`)}
        visibleLabels={visibleLabels}
      />
      {asking ? (
        <ResumeDialog
          names={[name]}
          held={held}
          onResume={(choice) => resume([webhook], choice)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
};
