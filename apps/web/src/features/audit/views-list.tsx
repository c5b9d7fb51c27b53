'use client'

import type { AuditFilter } from '@counterfoil/services/audit'
import { Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatLocalTime } from '../../components/format/local-time.ts'
import { useApi } from '../../trpc/client.tsx'
import { type AuditAddress, toAddress } from './audit-address.ts'
import { useAuditAddress } from './use-audit-address.ts'
import classes from './views-menu.module.css'

const readyMade = [
  { word: 'refusals', address: { outcome: 'refused' } },
  { word: 'people', address: { req: '10.2.1.5' } },
  { word: 'readings', address: { req: '10.2.1.3' } },
  { word: 'cards', address: { req: '10.2.1.1' } },
] as const satisfies readonly { readonly word: string; readonly address: AuditAddress }[]

interface ViewsListProps {
  /** What saving keeps. */
  readonly filter: AuditFilter
  readonly close: () => void
}

/** Searches to choose from, and a name for the present one. Comes when somebody opens it, not with the page. */
export default function ViewsList({ filter, close }: ViewsListProps) {
  const translate = useTranslations('audit.views')
  const api = useApi()
  const queries = useQueryClient()
  const timeZone = useTimeZone()
  const { replaceAll } = useAuditAddress()
  const [name, setName] = useState('')
  const views = useQuery(api.audit.views.queryOptions())
  const renew = () => queries.invalidateQueries(api.audit.views.queryFilter())
  const saved = () => {
    setName('')
    return renew()
  }
  const save = useMutation(api.audit.saveView.mutationOptions({ onSuccess: saved }))
  const remove = useMutation(api.audit.removeView.mutationOptions({ onSuccess: renew }))
  const show = (address: AuditAddress) => {
    replaceAll(address)
    close()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name, filter })
  }
  return (
    <>
      <h3 className={classes.title}>{translate('ready')}</h3>
      <ul className={classes.list}>
        {readyMade.map(({ word, address }) => (
          <li key={word}>
            <button type="button" className={classes.view} onClick={() => show(address)}>
              {translate(word)}
            </button>
          </li>
        ))}
      </ul>
      <h3 className={classes.title}>{translate('own')}</h3>
      {views.data?.length === 0 ? <p className={classes.none}>{translate('none')}</p> : null}
      <ul className={classes.list}>
        {views.data?.map((view) => (
          <li key={view.id} className={classes.own}>
            <button
              type="button"
              className={classes.view}
              onClick={() => show(toAddress(view.filter, (ms) => formatLocalTime(ms, timeZone)))}
            >
              {view.name}
            </button>
            <button
              type="button"
              className={classes.remove}
              aria-label={translate('remove', { name: view.name })}
              onClick={() => remove.mutate({ id: view.id })}
            >
              <IconX size={14} stroke={1.8} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={translate('save')}
          placeholder={translate('name')}
          maxLength={80}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={(save.error ?? remove.error)?.message}
        />
        <Button type="submit" variant="filled" loading={save.isPending}>
          {translate('saveNow')}
        </Button>
      </form>
    </>
  )
}
