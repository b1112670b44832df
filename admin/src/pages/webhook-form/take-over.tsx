import { useForm } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import type { WebhookView } from '../../../../server/src/contracts/webhook';

interface TakeOverProps {
  /** What the form was filled with. */
  readonly opened: WebhookView;
  /** As the server has it now. */
  readonly newest: WebhookView;
  readonly onTakeOver: (webhook: WebhookView) => void;
}

/** Fills the form with what somebody else has saved, as long as nothing is typed in it. */
export const TakeOver = ({ opened, newest, onTakeOver }: TakeOverProps) => {
  const modified = useForm('TakeOver', (form) => form.modified);
  // After a save the server's older answer may still be on its way.
  const isNewer = newest.updatedAt > opened.updatedAt;
  useEffect(() => {
    if (isNewer && !modified) onTakeOver(newest);
  }, [isNewer, modified, newest, onTakeOver]);
  return null;
};
