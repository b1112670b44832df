import { Badge, Checkbox, Flex, Tr, Typography } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import type { WebhookHealth } from '../../api/webhook-health';
import { HealthChart } from '../../components/health-chart';
import { LastDelivery } from '../../components/last-delivery';
import { NameLink } from '../../components/name-link';
import { OpenCount } from '../../components/open-count';
import { StatusBadge } from '../../components/status-badge';
import { Cell, StickyCell } from '../../components/table-cells';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import { heldFor } from '../../model/held';
import { hostOf } from '../../model/host';
import { isManagedInCode } from '../../model/managed';
import { PLUGIN_PATH } from '../../plugin-id';
import { RowActions } from './row-actions';

interface WebhookRowProps {
  readonly webhook: WebhookView;
  /** Undefined while it is loaded. */
  readonly health: WebhookHealth | undefined;
  readonly contentTypes: readonly ContentTypeView[];
  readonly selectable: boolean;
  readonly selected: boolean;
  readonly onSelect: (on: boolean) => void;
  readonly onDelete: () => void;
}

const stay = (event: MouseEvent) => event.stopPropagation();

/** One webhook at a glance. */
export const WebhookRow = (props: WebhookRowProps) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const { choiceWords } = useTopicWords();
  const { webhook, health } = props;
  const path = `${PLUGIN_PATH}/webhooks/${webhook.id}`;
  const host = hostOf(webhook.deliveryUrl);
  return (
    <Tr onClick={() => navigate(path)} cursor="pointer">
      {props.selectable ? (
        <Cell onClick={stay}>
          <Checkbox
            aria-label={t('list.select', { name: webhook.name })}
            checked={props.selected}
            onCheckedChange={(on) => props.onSelect(on === true)}
          />
        </Cell>
      ) : null}
      <StickyCell style={{ maxWidth: '18rem' }}>
        <Flex direction="column" alignItems="flex-start">
          <NameLink to={path} name={webhook.name} onClick={stay} />
          <Typography variant="pi" textColor="neutral600" ellipsis maxWidth="100%" title={host}>
            {host}
          </Typography>
          {isManagedInCode(webhook) ? <Badge size="S">{t('list.managed')}</Badge> : null}
        </Flex>
      </StickyCell>
      <Cell style={{ maxWidth: '16rem', whiteSpace: 'normal' }}>
        <StatusBadge webhook={webhook} />
      </Cell>
      <Cell style={{ minWidth: '14rem', maxWidth: '26rem' }}>
        <Typography style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          {choiceWords(webhook, props.contentTypes)}
        </Typography>
      </Cell>
      <Cell>{health === undefined ? null : <HealthChart hours={health.last24h} />}</Cell>
      <Cell>
        {health === undefined ? null : (
          <Flex direction="column" alignItems="flex-start">
            <LastDelivery delivery={health.lastDelivery} />
            <OpenCount webhook={webhook} health={health} />
          </Flex>
        )}
      </Cell>
      <Cell onClick={stay}>
        <RowActions
          webhook={webhook}
          held={heldFor([webhook], health && [health])}
          onDelete={props.onDelete}
        />
      </Cell>
    </Tr>
  );
};
