'use client'

import type { ListedSetting } from '@counterfoil/services/device-settings'
import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from '../../../components/dialog-form/dialog-form.module.css'
import { useSettingWords } from '../../../components/setting-words/use-setting-words.ts'

interface SettingFieldsProps {
  readonly setting: ListedSetting
  readonly draft: string
  readonly onChange: (draft: string) => void
}

/** The fields that fit the form of a setting. */
export function SettingFields({ setting, draft, onChange }: SettingFieldsProps) {
  const translate = useTranslations('deviceSettings')
  const words = useSettingWords()
  const { form } = setting
  switch (form.form) {
    case 'choice':
      return (
        <NativeSelect label={translate('value')} value={draft} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{translate('choose')}</option>
          {form.of.map((one) => (
            <option key={one} value={String(one)}>
              {words.value(setting, one)}
            </option>
          ))}
        </NativeSelect>
      )
    case 'window': {
      const [from = '', until = ''] = draft.split('-')
      return (
        <div className={classes.pair}>
          <TextInput
            type="time"
            label={translate('windowFrom')}
            value={from}
            onChange={(event) => onChange(`${event.currentTarget.value}-${until}`)}
          />
          <TextInput
            type="time"
            label={translate('windowUntil')}
            value={until}
            onChange={(event) => onChange(`${from}-${event.currentTarget.value}`)}
          />
        </div>
      )
    }
    default:
      return (
        <TextInput
          label={translate('value')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type={form.form === 'time' ? 'time' : 'text'}
          inputMode={form.form === 'number' ? 'numeric' : undefined}
          description={
            form.form === 'number'
              ? translate('between', { least: form.least, most: words.value(setting, form.most) })
              : undefined
          }
          maxLength={form.form === 'text' ? form.most : 10}
          data-autofocus
          value={draft}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}
