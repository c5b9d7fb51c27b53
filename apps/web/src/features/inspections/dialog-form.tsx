'use client'

import { Button, Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { FormEvent, ReactNode } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import classes from './dialog-form.module.css'

interface DialogFormProps {
  readonly title: string
  readonly why: string
  readonly submit: string
  readonly busy: boolean
  readonly ready: boolean
  readonly problem: string | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The frame of every change on this page. */
export function DialogForm(props: DialogFormProps) {
  const translate = useTranslations('inspections')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (props.ready) props.onSubmit()
  }
  return (
    <Modal opened onClose={props.onClose} size={520} title={props.title} closeButtonProps={{ 'aria-label': translate('close') }}>
      <form className={classes.form} onSubmit={send}>
        <p className={classes.why}>{props.why}</p>
        {props.children}
        <ProblemLine text={props.problem} />
        <div className={classes.actions}>
          <Button onClick={props.onClose}>{translate('cancel')}</Button>
          <Button type="submit" variant="filled" loading={props.busy} disabled={!props.ready}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
