'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { findCardNumbers } from '@counterfoil/protocol/card-numbers'
import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { parseLocalTime } from '../../components/format/local-time.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './filter-form.module.css'
import { type AddressFilter, type FilterName, parseAmount } from './filter-in-address.ts'

interface FilterFormProps {
  readonly scope: WatchScope
  readonly address: AddressFilter
  readonly onApply: (address: Partial<Record<FilterName, string | null>>) => void
}

type Draft = Partial<Record<FilterName, string>>

/** All filters at once; nothing is asked before "Apply". */
export default function FilterForm({ scope, address, onApply }: FilterFormProps) {
  const translate = useTranslations('payments.filter')
  const api = useApi()
  const choices = useQuery(api.payments.choices.queryOptions({ scope }, { staleTime: 60_000 })).data
  const [draft, setDraft] = useState<Draft>(address)
  const wrong = useWrong(draft)
  const outcomeWord = useKnownWord('status', 'outcome')
  const kindWord = useKnownWord('payments', 'kinds')
  const schemeWord = useKnownWord('payments', 'schemes')
  const fundingWord = useKnownWord('payments', 'fundings')
  const walletWord = useKnownWord('payments', 'wallets')
  const put = (name: FilterName, value: string | null) => setDraft((before) => ({ ...before, [name]: value ?? '' }))
  const select = (name: FilterName, label: string, values: readonly string[], word: (value: string) => string) => (
    <Select
      label={label}
      placeholder={translate('any')}
      clearable
      data={values.map((value) => ({ value, label: word(value) }))}
      value={draft[name] || null}
      onChange={(value) => put(name, value)}
      comboboxProps={{ withinPortal: false }}
    />
  )
  const text = (name: FilterName, label: string, more: object = {}) => (
    <TextInput
      label={label}
      value={draft[name] ?? ''}
      onChange={(event) => put(name, event.currentTarget.value)}
      error={wrong[name]}
      {...more}
    />
  )
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(wrong).length === 0) onApply(draft)
  }
  const same = (value: string) => value
  return (
    <form onSubmit={apply} className={classes.form}>
      {select('outcome', translate('outcome'), ['open', 'approved', 'declined', 'cancelled', 'unknown'], outcomeWord)}
      {select('kind', translate('kind'), ['sale', 'refund', 'reversal'], kindWord)}
      {select('scheme', translate('scheme'), choices?.schemes ?? [], schemeWord)}
      {select('funding', translate('funding'), ['credit', 'debit', 'prepaid', 'not_told'], fundingWord)}
      {select('wallet', translate('wallet'), choices?.wallets ?? [], walletWord)}
      {select('currency', translate('currency'), choices?.currencies ?? [], same)}
      {text('min', translate('minimum'), { inputMode: 'decimal' })}
      {text('max', translate('maximum'), { inputMode: 'decimal' })}
      {text('from', translate('from'), { type: 'datetime-local' })}
      {text('to', translate('to'), { type: 'datetime-local' })}
      {select('lane', translate('lane'), choices?.lanes ?? [], same)}
      {scope.kind === 'store'
        ? select(
            'terminal',
            translate('terminal'),
            choices?.terminals.map((terminal) => String(terminal.terminalId)) ?? [],
            (id) => choices?.terminals.find((terminal) => String(terminal.terminalId) === id)?.key ?? id,
          )
        : null}
      {text('last4', translate('last4'), { inputMode: 'numeric', maxLength: 4 })}
      {text('receipt', translate('receipt'), { maxLength: 20 })}
      {text('basket', translate('basket'), { maxLength: 100 })}
      <div className={classes.foot}>
        <p className={classes.hint}>{translate('amountNeedsCurrency')}</p>
        <Button type="submit" variant="filled">
          {translate('apply')}
        </Button>
      </div>
    </form>
  )
}

function useWrong(draft: Draft): Partial<Record<FilterName, string>> {
  const translate = useTranslations('payments.filter')
  const timeZone = useTimeZone()
  const amount = (name: 'min' | 'max') =>
    draft[name] && parseAmount(draft[name], draft.currency || undefined) === null ? { [name]: translate('amountWrong') } : {}
  const time = (name: 'from' | 'to') => (draft[name] && parseLocalTime(draft[name], timeZone) === null ? { [name]: '!' } : {})
  const cardNumber = (name: 'basket' | 'receipt') =>
    draft[name] && findCardNumbers(draft[name]).length > 0 ? { [name]: translate('cardNumber') } : {}
  return {
    ...amount('min'),
    ...amount('max'),
    ...time('from'),
    ...time('to'),
    // Before it stands in the address, where proxies write it down.
    ...cardNumber('basket'),
    ...cardNumber('receipt'),
    ...(draft.last4 && !/^\d{4}$/.test(draft.last4) ? { last4: translate('last4Wrong') } : {}),
  }
}
