'use client'

import { Button, Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { FormEvent, ReactNode } from 'react'
import { ProblemLine } from '../refusal/problem-line.tsx'
import classes from './dialog-form.module.css'

interface DialogFormProps {
  readonly title: string
  /** What will follow, in a sentence. */
  readonly why?: string
  readonly submit: string
  readonly busy: boolean
  readonly ready: boolean
  /** What it was refused for. */
  readonly problem: string | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The frame of a change that is made in a dialog. */
export function DialogForm(props: DialogFormProps) {
  const translate = useTranslations('common.dialog')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (props.ready) props.onSubmit()
  }
  return (
    <Modal opened onClose={props.onClose} size={520} title={props.title} closeButtonProps={{ 'aria-label': translate('close') }}>
      <form className={classes.form} onSubmit={send}>
        {props.why === undefined ? null : <p className={classes.why}>{props.why}</p>}
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
