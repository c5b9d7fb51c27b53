'use client'

import { UnstyledButton } from '@mantine/core'
import { IconWorld } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { languageNames, languageTags, locales } from '../../i18n/locales.ts'
import classes from './language-switch.module.css'
import { useChooseLanguage } from './use-choose-language.ts'

/** The language in use, and the others to press; for pages without the frame. */
export function LanguageSwitch() {
  const translate = useTranslations('frame')
  const locale = useLocale()
  const chooseLanguage = useChooseLanguage()
  return (
    <fieldset className={classes.switch} aria-label={translate('language')}>
      <span className={classes.current}>
        <IconWorld size={14} stroke={1.6} aria-hidden="true" />
        {languageNames[locale]}
      </span>
      {locales
        .filter((choice) => choice !== locale)
        .map((choice) => (
          <UnstyledButton
            key={choice}
            className={classes.other}
            lang={languageTags[choice]}
            onClick={() => chooseLanguage(choice)}
          >
            {languageNames[choice]}
          </UnstyledButton>
        ))}
    </fieldset>
  )
}
