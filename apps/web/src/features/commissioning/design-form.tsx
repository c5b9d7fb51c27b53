'use client'

import type { Design, NetworkPath } from '@counterfoil/services/commissioning'
import { Button, NumberInput, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { LaneFields } from './lane-fields.tsx'
import { useCommissioningChange } from './use-commissioning-change.ts'

const paths: readonly NetworkPath[] = ['fibre', 'dsl', 'cable', 'leased', 'mobile', 'satellite']
const MOST_LANES = 64

interface DesignFormProps {
  readonly commissioning: { readonly id: string; readonly rev: number; readonly design: Design | null }
  readonly protocols: readonly string[]
  readonly onDone: () => void
}

/** How a store is built. */
export function DesignForm({ commissioning, protocols, onDone }: DesignFormProps) {
  const translate = useTranslations('commissioning')
  const api = useApi()
  const { words, change } = useCommissioningChange(onDone)
  const [before] = useState(commissioning)
  const newLane = (lane: string): Design['lanes'][number] => ({
    lane,
    protocol: protocols[0] ?? '',
    link: 'serial',
    backupLane: null,
  })
  const [draft, setDraft] = useState<Design>(
    before.design ?? { path: 'fibre', backupPath: null, hubAddresses: 1, lanes: [newLane('1')] },
  )
  const saved = useMutation(api.commissioning.setDesign.mutationOptions(change))
  const { lanes } = draft
  const save = (event: FormEvent) => {
    event.preventDefault()
    saved.mutate({ id: before.id, rev: before.rev, design: draft })
  }
  const pathChoices = paths.map((value) => ({ value, label: translate(`design.paths.${value}`) }))
  return (
    <form className={classes.form} onSubmit={save}>
      <div className={classes.pair}>
        <Select
          label={translate('design.path')}
          data={pathChoices}
          value={draft.path}
          allowDeselect={false}
          onChange={(value) => value !== null && setDraft({ ...draft, path: value as NetworkPath })}
        />
        <Select
          label={translate('design.backupPath')}
          data={pathChoices.filter(({ value }) => value !== draft.path)}
          value={draft.backupPath}
          placeholder={translate('none')}
          clearable
          onChange={(value) => setDraft({ ...draft, backupPath: value as NetworkPath | null })}
        />
        <NumberInput
          label={translate('design.hubs')}
          description={translate('design.hubsHint')}
          value={draft.hubAddresses}
          min={1}
          max={8}
          hideControls
          onChange={(value) => setDraft({ ...draft, hubAddresses: typeof value === 'number' ? value : 1 })}
        />
      </div>
      <fieldset className={classes.group}>
        <legend>{translate('design.lanes')}</legend>
        {lanes.map((lane, nth) => (
          <LaneFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a lane's name is what is being typed
            key={nth}
            lane={lane}
            others={lanes.filter((_, other) => other !== nth).map((one) => one.lane)}
            protocols={protocols}
            onChange={(changed) => setDraft({ ...draft, lanes: lanes.map((one, other) => (other === nth ? changed : one)) })}
            {...(lanes.length > 1 && {
              onRemove: () => setDraft({ ...draft, lanes: lanes.filter((_, other) => other !== nth) }),
            })}
          />
        ))}
        <div className={classes.buttons}>
          <Button
            disabled={lanes.length >= MOST_LANES}
            onClick={() => setDraft({ ...draft, lanes: [...lanes, newLane(String(lanes.length + 1))] })}
          >
            {translate('design.addLane')}
          </Button>
        </div>
      </fieldset>
      <ProblemLine text={saved.error === null ? null : words(saved.error)} />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={saved.isPending}>
          {translate('save')}
        </Button>
        {before.design === null ? null : <Button onClick={onDone}>{translate('cancel')}</Button>}
      </div>
    </form>
  )
}
