'use client'

import type { Design } from '@counterfoil/services/commissioning'
import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './commissioning.module.css'

type Lane = Design['lanes'][number]

interface LaneFieldsProps {
  readonly lane: Lane
  readonly others: readonly string[]
  readonly protocols: readonly string[]
  readonly onChange: (lane: Lane) => void
  /** Not there for the only one. */
  readonly onRemove?: () => void
}

/** One lane of a design: what speaks there, over what, and who stands in for it. */
export function LaneFields({ lane, others, protocols, onChange, onRemove }: LaneFieldsProps) {
  const translate = useTranslations('commissioning.design')
  const common = useTranslations('commissioning')
  const label = (what: 'protocol' | 'link' | 'backup') => translate('ofLane', { what: translate(what), lane: lane.lane })
  return (
    <div className={classes.lane}>
      <TextInput
        label={translate('lane')}
        value={lane.lane}
        maxLength={20}
        pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
        required
        onChange={({ currentTarget }) => onChange({ ...lane, lane: currentTarget.value })}
      />
      <Select
        label={translate('protocol')}
        aria-label={label('protocol')}
        data={protocols.map((value) => ({ value, label: value.toUpperCase() }))}
        value={lane.protocol}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ ...lane, protocol: value })}
      />
      <Select
        label={translate('link')}
        aria-label={label('link')}
        data={(['serial', 'tcp'] as const).map((value) => ({ value, label: translate(`links.${value}`) }))}
        value={lane.link}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ ...lane, link: value as Lane['link'] })}
      />
      <Select
        label={translate('backup')}
        aria-label={label('backup')}
        data={[...new Set(others)]
          .filter((other) => other !== '')
          .map((value) => ({ value, label: translate('laneBackup', { lane: value }) }))}
        value={lane.backupLane}
        placeholder={common('none')}
        clearable
        disabled={others.length === 0}
        onChange={(value) => onChange({ ...lane, backupLane: value })}
      />
      {onRemove === undefined ? null : (
        <ActionIcon variant="subtle" size={28} aria-label={translate('removeLane', { lane: lane.lane })} onClick={onRemove}>
          <IconX size={15} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  )
}
