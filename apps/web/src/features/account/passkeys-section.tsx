'use client'

import type { OwnPasskey } from '@counterfoil/services/own-account'
import { Button, Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { Problem } from '../factors/index.ts'
import classes from './account-section.module.css'
import { Done } from './done.tsx'
import { PasskeyNameForm } from './passkey-name-form.tsx'
import { PasskeyRow } from './passkey-row.tsx'
import { useAccountChange } from './use-account-change.ts'
import { useAddPasskey } from './use-add-passkey.ts'

/** The passkeys of the account: each on its own device, none of them a copy. */
export function PasskeysSection({ passkeys }: { readonly passkeys: readonly OwnPasskey[] }) {
  const translate = useTranslations('account.passkeys')
  const problemId = useId()
  const [adding, setAdding] = useState(false)
  const change = useAccountChange()
  const { add, busy, suggestedName } = useAddPasskey(change, () => setAdding(false))
  return (
    <Section
      title={translate('title')}
      note={passkeys.length === 0 ? undefined : passkeys.length}
      aside={
        <Button
          className={classes.open}
          aria-expanded={adding}
          onClick={() => {
            change.forget()
            setAdding(!adding)
          }}
        >
          {translate(adding ? 'close' : 'add')}
        </Button>
      }
    >
      {passkeys.length === 0 ? <p className={classes.state}>{translate('none')}</p> : null}
      {adding ? (
        <div className={classes.form}>
          <PasskeyNameForm
            name={suggestedName()}
            hint={translate('nameHint')}
            submit={translate('make')}
            busy={busy}
            problemId={problemId}
            onName={(name) => void add(name)}
          />
        </div>
      ) : null}
      {change.problem === null ? null : <Problem id={problemId} text={change.problem} />}
      <Done text={change.done} />
      {passkeys.length === 0 ? null : (
        <DataTable caption={translate('title')} rowHeight={42}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('name')}</Table.Th>
              <Table.Th data-right>{translate('change')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} change={change} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
