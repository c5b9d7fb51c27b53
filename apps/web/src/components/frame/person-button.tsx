'use client'

import { UnstyledButton } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ComponentPropsWithRef } from 'react'
import classes from './bottom-bar.module.css'
import { useFramePerson } from './frame-person.tsx'
import { initialsOf } from './initials.ts'
import menuClasses from './person-menu.module.css'

interface PersonButtonProps extends ComponentPropsWithRef<'button'> {
  readonly as: 'initials' | 'place'
}

/** Initials in the top bar, a place in the phone's bottom bar. */
export function PersonButton({ as, ...button }: PersonButtonProps) {
  const translate = useTranslations('frame')
  const { name } = useFramePerson()
  const heard = <span className={menuClasses.unseen}>{translate('personMenu', { name })}</span>
  if (as === 'initials')
    return (
      <UnstyledButton {...button} className={menuClasses.initials}>
        <span aria-hidden="true">{initialsOf(name)}</span>
        {heard}
      </UnstyledButton>
    )
  return (
    <UnstyledButton {...button} className={classes.place}>
      <IconMenu2 size={22} stroke={1.6} aria-hidden="true" />
      {translate('more')}
      {heard}
    </UnstyledButton>
  )
}
