'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import { type AccessDraft, accessOf } from './access-draft.ts'
import { AccessFields } from './access-fields.tsx'
import classes from './dialog.module.css'
import { usePeopleChange } from './use-people-change.ts'

/** Gives somebody another role or another part of the chain, at once. */
export default function AccessDialog({ person, onClose }: { readonly person: PersonDetail; readonly onClose: () => void }) {
  const translate = useTranslations('people.actions.access')
  const common = useTranslations('people')
  const problemId = useId()
  const api = useApi()
  const { problem, change } = usePeopleChange()
  const save = useMutation(api.people.changeAccess.mutationOptions({ ...change, onSuccess: onClose }))
  const [draft, setDraft] = useState<AccessDraft>({ role: person.role, reach: person.reach })
  const access = accessOf(draft)
  const unchanged = draft.role === person.role && JSON.stringify(draft.reach) === JSON.stringify(person.reach)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (access !== null) save.mutate({ id: person.id, ...access })
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={translate('title', { name: person.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form onSubmit={submit} className={classes.form}>
        <p className={classes.why}>{translate('sure')}</p>
        <AccessFields draft={draft} onChange={setDraft} />
        {problem === null ? null : <Problem id={problemId} text={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={access === null || unchanged}
            aria-describedby={problemId}
          >
            {translate('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
