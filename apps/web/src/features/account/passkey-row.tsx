'use client'

import type { OwnPasskey } from '@counterfoil/services/own-account'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import classes from './account-section.module.css'
import { PasskeyNameForm } from './passkey-name-form.tsx'
import type { AccountChange } from './use-account-change.ts'
import { useDayWord } from './use-day-word.ts'

interface PasskeyRowProps {
  readonly passkey: OwnPasskey
  readonly change: AccountChange
}

export function PasskeyRow({ passkey, change }: PasskeyRowProps) {
  const translate = useTranslations('account.passkeys')
  const { day, ago } = useDayWord()
  const api = useApi()
  const problemId = useId()
  const [doing, setDoing] = useState<'nothing' | 'rename' | 'remove'>('nothing')
  const { id, name, createdAt, lastUsedAt } = passkey
  const close = () => setDoing('nothing')
  const rename = useMutation(
    api.account.renamePasskey.mutationOptions({ ...change.saying(translate('renamed')), onSettled: close }),
  )
  const remove = useMutation(
    api.account.removePasskey.mutationOptions({ ...change.saying(translate('removed', { name })), onSettled: close }),
  )
  return (
    <Table.Tr>
      <Table.Td>
        {doing === 'rename' ? (
          <PasskeyNameForm
            name={name}
            submit={translate('save')}
            busy={rename.isPending}
            problemId={problemId}
            onName={(text) => rename.mutate({ id, name: text })}
            onClose={close}
          />
        ) : (
          <>
            {name}
            <small>
              {translate('added', { day: day(createdAt) })} ·{' '}
              {lastUsedAt === null ? translate('unused') : translate('used', { when: ago(lastUsedAt) })}
            </small>
          </>
        )}
      </Table.Td>
      <Table.Td data-right>
        {doing === 'rename' ? null : doing === 'remove' ? (
          <div className={classes.row}>
            <Button size="compact-xs" variant="filled" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
              {translate('removeNow')}
            </Button>
            <Button size="compact-xs" onClick={close}>
              {translate('keep')}
            </Button>
          </div>
        ) : (
          <div className={classes.row}>
            <Button size="compact-xs" aria-label={translate('renameNamed', { name })} onClick={() => setDoing('rename')}>
              {translate('rename')}
            </Button>
            <Button size="compact-xs" aria-label={translate('removeNamed', { name })} onClick={() => setDoing('remove')}>
              {translate('remove')}
            </Button>
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
