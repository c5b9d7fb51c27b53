import { IconChevronLeft } from '@tabler/icons-react'
import classes from './inspection-phone.module.css'

interface PhoneBarProps {
  readonly title: string
  readonly note?: string
  readonly back: { readonly label: string } & ({ readonly href: string } | { readonly onPress: () => void })
}

/** Where one is, and the way back. */
export function PhoneBar({ title, note, back }: PhoneBarProps) {
  const icon = <IconChevronLeft size={22} stroke={1.6} aria-hidden="true" />
  return (
    <header className={classes.bar}>
      {'href' in back ? (
        // A full load: the pages of the dashboard are another program.
        <a className={classes.back} href={back.href} aria-label={back.label}>
          {icon}
        </a>
      ) : (
        <button type="button" className={classes.back} aria-label={back.label} onClick={back.onPress}>
          {icon}
        </button>
      )}
      <h1>{title}</h1>
      {note === undefined ? null : <span className={classes.barNote}>{note}</span>}
    </header>
  )
}
