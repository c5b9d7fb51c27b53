import type { SettingForm, SettingValue } from '@counterfoil/services/device-settings'

/** What stands in the fields of a setting, and the value it says; null while it says none. */
export function readDraft(form: SettingForm, draft: string): SettingValue | null {
  const text = draft.trim()
  switch (form.form) {
    case 'number': {
      const value = Number(text)
      return text !== '' && Number.isInteger(value) && value >= form.least && value <= form.most ? value : null
    }
    case 'choice':
      return form.of.find((one) => String(one) === text) ?? null
    case 'text':
    case 'time':
      return text === '' ? null : text
    case 'window':
      return /^\d\d:\d\d-\d\d:\d\d$/.test(text) ? text : null
  }
}
