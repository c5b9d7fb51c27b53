'use client'

import { auditActions, requirements } from '@counterfoil/services/audit/vocabulary'
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { parseLocalTime } from '../../components/format/local-time.ts'
import { useApi } from '../../trpc/client.tsx'
import type { AuditAddress, FilterName } from './audit-address.ts'
import classes from './filter-form.module.css'
import { useAuditWords } from './use-audit-words.ts'

interface FilterFormProps {
  readonly address: AuditAddress
  readonly onApply: (changes: Partial<Record<FilterName, string | null>>) => void
}

const MOST_PEOPLE = 200

/** All filters at once; nothing is asked before "Apply". */
export default function FilterForm({ address, onApply }: FilterFormProps) {
  const translate = useTranslations('audit.filter')
  const words = useAuditWords()
  const timeZone = useTimeZone()
  const api = useApi()
  const people = useQuery(api.people.list.queryOptions({ limit: MOST_PEOPLE }, { staleTime: 60_000 })).data?.people ?? []
  const [draft, setDraft] = useState<Partial<Record<FilterName, string>>>(address)
  const put = (name: FilterName, value: string | null) => setDraft((before) => ({ ...before, [name]: value ?? '' }))
  const select = (name: FilterName, label: string, data: readonly { readonly value: string; readonly label: string }[]) => (
    <Select
      label={label}
      placeholder={translate('any')}
      clearable
      searchable
      data={[...data]}
      value={draft[name] || null}
      onChange={(value) => put(name, value)}
      comboboxProps={{ withinPortal: false }}
    />
  )
  const isWrong = (name: 'from' | 'to') => Boolean(draft[name]) && parseLocalTime(draft[name], timeZone) === null
  const time = (name: 'from' | 'to') => (
    <TextInput
      type="datetime-local"
      label={translate(name)}
      value={draft[name] ?? ''}
      onChange={(event) => put(name, event.currentTarget.value)}
      error={isWrong(name) ? translate('timeWrong') : undefined}
    />
  )
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!isWrong('from') && !isWrong('to')) onApply(draft)
  }
  return (
    <form onSubmit={apply} className={classes.form}>
      {select(
        'who',
        translate('actor'),
        people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
      )}
      {select(
        'action',
        translate('action'),
        Object.keys(auditActions)
          .sort()
          .map((value) => ({ value, label: value })),
      )}
      {select(
        'req',
        translate('requirement'),
        requirements.map((value) => ({ value, label: words.requirement(value) })),
      )}
      {select(
        'outcome',
        translate('outcome'),
        ['done', 'refused', 'failed'].map((value) => ({ value, label: words.outcome(value) })),
      )}
      {time('from')}
      {time('to')}
      <div className={classes.foot}>
        <Checkbox
          className={classes.heads}
          label={translate('headsLabel')}
          checked={draft.heads === 'yes'}
          onChange={(event) => put('heads', event.currentTarget.checked ? 'yes' : null)}
        />
        <Button type="submit" variant="filled">
          {translate('apply')}
        </Button>
      </div>
    </form>
  )
}
