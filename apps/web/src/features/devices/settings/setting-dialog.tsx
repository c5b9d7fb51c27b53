'use client'

import type { ListedSetting, SettingPlace, SettingsHere, SettingValue } from '@counterfoil/services/device-settings'
import { Button } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../../components/dialog-form/dialog-form.tsx'
import { useRefusalWords } from '../../../components/refusal/use-refusal-words.ts'
import { useSettingWords } from '../../../components/setting-words/use-setting-words.ts'
import { useApi } from '../../../trpc/client.tsx'
import { readDraft } from './setting-draft.ts'
import { SettingFields } from './setting-fields.tsx'
import classes from './settings-section.module.css'

interface SettingDialogProps {
  readonly place: SettingPlace
  readonly here: SettingsHere
  readonly setting: ListedSetting
  readonly onClose: () => void
}

/** Says a value at this level, or takes it back; how many devices that changes stands there before it is done. */
export default function SettingDialog({ place, here, setting, onClose }: SettingDialogProps) {
  const translate = useTranslations('deviceSettings')
  const words = useSettingWords()
  const refusalWords = useRefusalWords('deviceSettings')
  const api = useApi()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(setting.value === null ? '' : String(setting.value))
  const done = { onSuccess: onClose, onSettled: () => queries.invalidateQueries(api.deviceSettings.pathFilter()) }
  const set = useMutation(api.deviceSettings.set.mutationOptions(done))
  const clear = useMutation(api.deviceSettings.clear.mutationOptions(done))
  const { name, own, above } = setting
  const value = readDraft(setting.form, draft)
  const isNew = value !== null && value !== own
  const preview = useQuery(
    api.deviceSettings.preview.queryOptions(
      { place, setting: name, value },
      { enabled: isNew, placeholderData: keepPreviousData, retry: false },
    ),
  )
  const problem = set.error ?? clear.error ?? (isNew ? preview.error : null)
  const levelName =
    here.level === 'chain' || here.level === 'device' ? translate(`levels.${here.level}`) : words.from(here.level, here.names)
  return (
    <DialogForm
      title={words.name(name)}
      why={translate('why', { level: levelName })}
      submit={translate('save')}
      busy={set.isPending}
      ready={isNew && preview.data !== undefined && !preview.isPlaceholderData && !clear.isPending}
      problem={problem === null ? null : refusalWords(problem)}
      onSubmit={() => set.mutate({ place, setting: name, value: value as SettingValue, before: own })}
      onClose={onClose}
    >
      <SettingFields setting={setting} draft={draft} onChange={setDraft} />
      <p className={classes.preview} role="status">
        {isNew && preview.data !== undefined ? translate('preview', { ...preview.data }) : translate('previewNothing')}
      </p>
      {own === null ? null : (
        <div>
          <Button loading={clear.isPending} onClick={() => clear.mutate({ place, setting: name, before: own })}>
            {translate('takeBack', { value: words.value(setting, above) })}
          </Button>
        </div>
      )}
    </DialogForm>
  )
}
