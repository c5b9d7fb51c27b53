'use client'

import { personRoles } from '@counterfoil/services/roles'
import { Radio } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import type { AccessDraft } from './access-draft.ts'
import classes from './access-fields.module.css'
import { ReachFields } from './reach-fields.tsx'

interface AccessFieldsProps {
  readonly draft: AccessDraft
  readonly onChange: (draft: AccessDraft) => void
}

/** What somebody may do, each role with what it is for, and where. */
export function AccessFields({ draft, onChange }: AccessFieldsProps) {
  const translate = useTranslations('people.access')
  const words = useAccessWords()
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
      <ReachFields draft={draft} onChange={onChange} />
      {draft.role === 'administrator' && draft.reachKind !== 'chain' ? (
        <p className={classes.hint}>{translate('partAdministrator')}</p>
      ) : null}
      {draft.role === 'auditor' && draft.reachKind !== 'chain' ? (
        <p className={classes.hint}>{translate('partAuditor')}</p>
      ) : null}
    </>
  )
}
