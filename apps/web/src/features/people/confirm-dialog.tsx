'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import classes from './dialog.module.css'
import { OneTimeLink } from './one-time-link.tsx'
import { usePeopleChange } from './use-people-change.ts'

export type PersonChange = 'reset' | 'endSessions' | 'disable' | 'enable'

interface ConfirmDialogProps {
  readonly person: PersonDetail
  readonly change: PersonChange
  readonly onClose: () => void
}

/** Says once more what will follow, does it, and shows the link where one was made. */
export default function ConfirmDialog({ person, change, onClose }: ConfirmDialogProps) {
  const translate = useTranslations('people.actions')
  const common = useTranslations('people')
  const problemId = useId()
  const { problem, busy, link, start } = useChange(change, person.id, onClose)
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={translate(`${change}.title`, { name: person.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
      closeOnClickOutside={link === undefined}
    >
      <div className={classes.form}>
        {link !== undefined ? (
          <>
            <OneTimeLink {...link} what={translate('reset.made', { name: person.name })} />
            <div className={classes.actions}>
              <Button onClick={onClose}>{common('done')}</Button>
            </div>
          </>
        ) : (
          <>
            <p className={classes.why}>{translate(`${change}.sure`, { name: person.name })}</p>
            {problem === null ? null : <Problem id={problemId} text={problem} />}
            <div className={classes.actions}>
              <Button onClick={onClose}>{common('cancel')}</Button>
              <Button variant="filled" loading={busy} onClick={start} aria-describedby={problemId} data-autofocus>
                {translate(`${change}.now`)}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  )
}

function useChange(change: PersonChange, id: string, onClose: () => void) {
  const api = useApi()
  const { problem, change: shared } = usePeopleChange()
  const closing = { ...shared, onSuccess: onClose }
  const reset = useMutation(api.people.reset.mutationOptions(shared))
  const endSessions = useMutation(api.people.endSessions.mutationOptions(closing))
  const disable = useMutation(api.people.disable.mutationOptions(closing))
  const enable = useMutation(api.people.enable.mutationOptions(closing))
  const all = { reset, endSessions, disable, enable }
  return { problem, busy: all[change].isPending, link: reset.data, start: () => all[change].mutate({ id }) }
}
