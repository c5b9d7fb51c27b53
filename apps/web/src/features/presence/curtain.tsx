import { useTranslations } from 'next-intl'
import { BrandMark } from '../../components/brand/brand-mark.tsx'
import { LanguageSwitch } from '../../components/language/language-switch.tsx'
import classes from './curtain.module.css'
import { ReturnForm, type ReturnFormProps } from './return-form-later.tsx'

interface CurtainProps extends ReturnFormProps {
  readonly returning: boolean
  /** Whether there is anything to come back to. */
  readonly kept: boolean
}

/** In place of a page whose person went away. */
export function Curtain({ returning, kept, ...returnProps }: CurtainProps) {
  const translate = useTranslations('presence')
  const common = useTranslations('common')
  return (
    <div className={classes.curtain}>
      <main className={classes.box} aria-busy={returning}>
        <div className={classes.brand}>
          <BrandMark size={24} />
          <span>{common('product')}</span>
        </div>
        <h1>{translate('title')}</h1>
        <p className={classes.why}>
          {translate('why')} {kept ? translate('kept') : null}
        </p>
        <div className={classes.form}>
          <ReturnForm {...returnProps} />
        </div>
        <LanguageSwitch />
      </main>
    </div>
  )
}
