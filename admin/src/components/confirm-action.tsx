import { Button, Dialog } from '@strapi/design-system';
import { useState, type ReactNode } from 'react';
import { styled } from 'styled-components';
import { useFocusReturn } from '../hooks/use-focus-return';
import { useTranslate } from '../i18n/use-translate';

/** Names may have 255 characters and no place to break. */
const Content = styled(Dialog.Content)`
  * {
    overflow-wrap: anywhere;
  }
`;

interface ConfirmActionProps {
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly variant?: 'default' | 'danger';
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Says what will happen before it does; it is open as long as it is there. */
export const ConfirmAction = ({
  title,
  children,
  confirmLabel,
  variant = 'default',
  onConfirm,
  onClose,
}: ConfirmActionProps) => {
  const t = useTranslate();
  const { giveBack } = useFocusReturn();
  const [busy, setBusy] = useState(false);
  const confirm = () => {
    setBusy(true);
    void onConfirm().finally(onClose);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open || busy ? undefined : onClose())}>
      <Content onCloseAutoFocus={giveBack}>
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body>{children}</Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth disabled={busy}>
              {t('common.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button variant={variant} fullWidth loading={busy} onClick={confirm}>
            {confirmLabel}
          </Button>
        </Dialog.Footer>
      </Content>
    </Dialog.Root>
  );
};
