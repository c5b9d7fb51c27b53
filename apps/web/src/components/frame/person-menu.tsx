'use client'

import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconLogout, IconMenu2, IconMoon, IconSun, IconUserCog } from '@tabler/icons-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { languageNames, languageTags, locales } from '../../i18n/locales.ts'
import { useChooseLanguage } from '../language/use-choose-language.ts'
import classes from './bottom-bar.module.css'
import { useFramePerson } from './frame-person.tsx'
import { initialsOf } from './initials.ts'
import type { NavEntry } from './nav.ts'
import menuClasses from './person-menu.module.css'

const themes = [
  { scheme: 'light', word: 'themeLight', icon: IconSun },
  { scheme: 'dark', word: 'themeDark', icon: IconMoon },
  { scheme: 'auto', word: 'themeAuto', icon: IconDeviceDesktop },
] as const

interface PersonMenuProps {
  readonly as: 'initials' | 'place'
  /** Pages that have no place in the bottom bar. */
  readonly rest?: readonly NavEntry[]
}

/** Who is signed in: their account, language, theme, sign out. Initials in the top bar, a place in the phone's bottom bar. */
export function PersonMenu({ as, rest = [] }: PersonMenuProps) {
  const translate = useTranslations('frame')
  const person = useFramePerson()
  const locale = useLocale()
  const chooseLanguage = useChooseLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position={as === 'place' ? 'top-end' : 'bottom-end'} width={220}>
      <Menu.Target>
        {as === 'place' ? (
          <UnstyledButton className={classes.place}>
            <IconMenu2 size={22} stroke={1.6} aria-hidden="true" />
            {translate('more')}
            <span className={menuClasses.unseen}>{translate('personMenu', { name: person.name })}</span>
          </UnstyledButton>
        ) : (
          <UnstyledButton className={menuClasses.initials}>
            <span aria-hidden="true">{initialsOf(person.name)}</span>
            <span className={menuClasses.unseen}>{translate('personMenu', { name: person.name })}</span>
          </UnstyledButton>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <div className={menuClasses.person}>
          <div className={menuClasses.name}>{person.name}</div>
          <div className={menuClasses.email}>{person.email}</div>
        </div>
        {person.pages.includes('/account') ? (
          <Menu.Item component={Link} href="/account" leftSection={<IconUserCog size={16} stroke={1.6} aria-hidden="true" />}>
            {translate('account')}
          </Menu.Item>
        ) : null}
        {rest.map((entry) => (
          <Menu.Item
            key={entry.href}
            component={Link}
            href={entry.href}
            leftSection={<entry.icon size={16} stroke={1.6} aria-hidden="true" />}
          >
            {translate(entry.word)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{translate('language')}</Menu.Label>
        {locales.map((choice) => (
          <Menu.Item
            key={choice}
            lang={languageTags[choice]}
            rightSection={choice === locale ? <IconCheck size={16} aria-hidden="true" /> : null}
            aria-current={choice === locale || undefined}
            onClick={() => chooseLanguage(choice)}
          >
            {languageNames[choice]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{translate('theme')}</Menu.Label>
        {themes.map((theme) => (
          <Menu.Item
            key={theme.scheme}
            leftSection={<theme.icon size={16} stroke={1.6} aria-hidden="true" />}
            rightSection={theme.scheme === colorScheme ? <IconCheck size={16} aria-hidden="true" /> : null}
            aria-current={theme.scheme === colorScheme || undefined}
            onClick={() => setColorScheme(theme.scheme)}
          >
            {translate(theme.word)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={person.signOut} leftSection={<IconLogout size={16} stroke={1.6} aria-hidden="true" />}>
          {translate('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
