'use client'

import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCog } from '@tabler/icons-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useRef } from 'react'
import { languageNames, languageTags, locales } from '../../i18n/locales.ts'
import { useChooseLanguage } from '../language/use-choose-language.ts'
import { usePressAtOnce } from '../later/use-press-at-once.ts'
import { useFramePerson } from './frame-person.tsx'
import { phoneNavFor } from './nav.ts'
import { PersonButton } from './person-button.tsx'
import menuClasses from './person-menu.module.css'
import type { PersonMenuProps } from './person-menu.tsx'

const themes = [
  { scheme: 'light', word: 'themeLight', icon: IconSun },
  { scheme: 'dark', word: 'themeDark', icon: IconMoon },
  { scheme: 'auto', word: 'themeAuto', icon: IconDeviceDesktop },
] as const

/** The button with its menu, from the first press on. */
export function PersonMenuList({ as }: PersonMenuProps) {
  const translate = useTranslations('frame')
  const person = useFramePerson()
  const locale = useLocale()
  const chooseLanguage = useChooseLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const button = useRef<HTMLButtonElement>(null)
  usePressAtOnce(button)
  return (
    <Menu position={as === 'place' ? 'top-end' : 'bottom-end'} width={220}>
      <Menu.Target>
        <PersonButton as={as} ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        <div className={menuClasses.person}>
          <div className={menuClasses.name}>{person.name}</div>
          <div className={menuClasses.email}>{person.email}</div>
        </div>
        {as === 'place'
          ? phoneNavFor(person.pages).more.map((entry) => (
              <Menu.Item
                key={entry.href}
                component={Link}
                href={entry.href}
                leftSection={<entry.icon size={16} stroke={1.6} aria-hidden="true" />}
              >
                {translate(entry.word)}
              </Menu.Item>
            ))
          : null}
        {person.pages.includes('/account') ? (
          <Menu.Item component={Link} href="/account" leftSection={<IconUserCog size={16} stroke={1.6} aria-hidden="true" />}>
            {translate('account')}
          </Menu.Item>
        ) : null}
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
