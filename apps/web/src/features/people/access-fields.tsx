'use client'

import { personRoles } from '@counterfoil/services/roles'
import { Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { ReachField } from '../../components/reach-field/reach-field.tsx'
import { useApi } from '../../trpc/client.tsx'
import type { AccessDraft } from './access-draft.ts'
import classes from './access-fields.module.css'

interface AccessFieldsProps {
  readonly draft: AccessDraft
  readonly onChange: (draft: AccessDraft) => void
}

/** What somebody may do, each role with what it is for, and where. */
export function AccessFields({ draft, onChange }: AccessFieldsProps) {
  const translate = useTranslations('people.access')
  const words = useAccessWords()
  const stores = useQuery(useApi().stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const whole = draft.reach?.kind === 'chain'
  return (
    <>
      <Radio.Group
        label={translate('role')}
        value={draft.role}
        onChange={(value) => onChange({ ...draft, role: personRoles.find((role) => role === value) ?? null })}
      >
        <div className={classes.roles}>
          {personRoles.map((role) => (
            <Radio
              key={role}
              value={role}
              label={words.role(role)}
              description={words.may(role)}
              classNames={{ description: classes.may }}
            />
          ))}
        </div>
      </Radio.Group>
      <ReachField
        stores={stores.data}
        {...(draft.reach === null ? {} : { initial: draft.reach })}
        onChange={(reach) => onChange({ ...draft, reach })}
      />
      {draft.role === 'administrator' && !whole ? <p className={classes.hint}>{translate('partAdministrator')}</p> : null}
      {draft.role === 'auditor' && !whole ? <p className={classes.hint}>{translate('partAuditor')}</p> : null}
    </>
  )
}
