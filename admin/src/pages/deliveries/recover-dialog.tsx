import {
  Button,
  Checkbox,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useId, useMemo, useState } from 'react';
import type { DeliveryFilters, DeliveryView } from '../../../../server/src/contracts/delivery';
import { IncompleteNotice } from '../../components/incomplete-notice';
import { useFocusReturn } from '../../hooks/use-focus-return';
import { useTranslate } from '../../i18n/use-translate';
import { RecoverPeriod } from './recover-period';
import { sinceOf, type Period } from './recover-since';
import { RecoverStatus } from './recover-status';
import { useRecovery } from './use-recovery';
import type { NamedWebhook, WebhookNames } from '../../hooks/use-webhook-names';

const STATES = ['failed', 'held', 'discarded'] as const satisfies readonly DeliveryView['state'][];
const ALL = 0;

interface RecoverDialogProps {
  /** The webhook that is chosen first; null for all. */
  readonly chosen: NamedWebhook | null;
  readonly webhooks: WebhookNames;
  readonly onClose: () => void;
}

/** Sends again what did not arrive since some time, and says how much that is before it does. */
export const RecoverDialog = ({ chosen, webhooks, onClose }: RecoverDialogProps) => {
  const t = useTranslate();
  const statesId = useId();
  const { giveBack } = useFocusReturn();
  const [now] = useState(() => Date.now());
  const [webhook, setWebhook] = useState(chosen?.webhookId ?? ALL);
  const [period, setPeriod] = useState<Period>('1h');
  const [custom, setCustom] = useState<Date | null>(null);
  const [states, setStates] = useState<readonly (typeof STATES)[number][]>(['failed']);

  const filters = useMemo<DeliveryFilters | null>(() => {
    const since = sinceOf(period, now, custom);
    if (since === null || states.length === 0) return null;
    return {
      ...(webhook === ALL ? {} : { webhookId: webhook }),
      state: [...states],
      createdFrom: since.toISOString(),
      createdTo: new Date(now).toISOString(),
    };
  }, [webhook, period, now, custom, states]);
  const recovery = useRecovery(filters);
  const { count, result, isStarting } = recovery;
  const isDone = result !== null;
  const locked = isDone || isStarting;

  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content onCloseAutoFocus={giveBack}>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('recover.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Typography textColor="neutral600">
              {`${t('recover.what')} ${t('recover.without-tests')}`}
            </Typography>
            <RecoverPeriod
              period={period}
              onPeriod={setPeriod}
              custom={custom}
              onCustom={setCustom}
              now={now}
              disabled={locked}
            />
            <Flex role="group" aria-labelledby={statesId} gap={5} wrap="wrap">
              <Typography id={statesId} variant="pi" fontWeight="bold" textColor="neutral800">
                {t('recover.states')}
              </Typography>
              {STATES.map((state) => (
                <Checkbox
                  key={state}
                  checked={states.includes(state)}
                  disabled={locked}
                  onCheckedChange={(on) =>
                    setStates((before) => {
                      const others = before.filter((one) => one !== state);
                      return on === true ? [...others, state] : others;
                    })
                  }
                >
                  {t(`recover.state-${state}`)}
                </Checkbox>
              ))}
            </Flex>
            <Typography variant="pi" textColor="neutral600">
              {t('recover.inactive-too')}
            </Typography>
            <IncompleteNotice asked={[webhooks]} />
            <Field.Root>
              <Field.Label>{t('recover.webhook')}</Field.Label>
              <SingleSelect
                value={webhook}
                disabled={locked}
                onChange={(id) => setWebhook(Number(id))}
              >
                <SingleSelectOption value={ALL}>{t('deliveries.all-webhooks')}</SingleSelectOption>
                {webhooks.choicesWith(chosen === null ? [] : [chosen]).map(({ id, name }) => (
                  <SingleSelectOption key={id} value={id}>
                    {name}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Field.Root>
            <RecoverStatus recovery={recovery} states={states} isComplete={filters !== null} />
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t(isDone ? 'common.close' : 'common.cancel')}
          </Button>
          {isDone ? null : (
            <Button
              loading={isStarting}
              disabled={count === null || count.matched === 0}
              onClick={() => void recovery.start()}
            >
              {t('recover.start', { count: Math.min(count?.matched ?? 0, count?.limit ?? 0) })}
            </Button>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
