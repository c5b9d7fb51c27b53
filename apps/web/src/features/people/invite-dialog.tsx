'use client'

import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import { accessOf, emptyDraft } from './access-draft.ts'
import { AccessFields } from './access-fields.tsx'
import classes from './dialog.module.css'
import { OneTimeLink } from './one-time-link.tsx'
import { usePeopleChange } from './use-people-change.ts'

/** Address, role and reach make a link, which the inviter hands on. */
export default function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslations('people.invite')
  const common = useTranslations('people')
  const problemId = useId()
  const api = useApi()
  const { problem, change } = usePeopleChange()
  const invite = useMutation(api.people.invite.mutationOptions(change))
  const [email, setEmail] = useState('')
  const [draft, setDraft] = useState(emptyDraft)
  const access = accessOf(draft)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (access !== null) invite.mutate({ email: email.trim(), role: access.role, reach: access.reach })
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={translate('title')}
      closeButtonProps={{ 'aria-label': common('close') }}
      // A link that is shown once must not be lost by a click beside it.
      closeOnClickOutside={invite.data === undefined}
    >
      {invite.data !== undefined ? (
        <div className={classes.form}>
          <OneTimeLink {...invite.data} what={translate('made', { email: invite.variables?.email ?? '' })} />
          <div className={classes.actions}>
            <Button onClick={onClose}>{common('done')}</Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className={classes.form}>
          <p className={classes.why}>{translate('why')}</p>
          <TextInput
            data-autofocus
            type="email"
            required
            withAsterisk={false}
            maxLength={254}
            label={translate('email')}
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <AccessFields draft={draft} onChange={setDraft} />
          {problem === null ? null : <Problem id={problemId} text={problem} />}
          <div className={classes.actions}>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button
              type="submit"
              variant="filled"
              loading={invite.isPending}
              disabled={access === null || email.trim() === ''}
              aria-describedby={problemId}
            >
              {translate('submit')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
