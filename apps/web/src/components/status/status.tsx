import { useTranslations } from 'next-intl'
import { Glyph } from './glyph.tsx'
import classes from './status.module.css'
import { lookOf, type StatusOf } from './status-table.ts'

type StatusProps = StatusOf & {
  /** `word` is the rule; `glyph` alone where a legend stands near; `tag` on its tint, where the state is the finding. */
  readonly as?: 'word' | 'glyph' | 'tag'
  /** A second, quieter word: the reason, "recovered". */
  readonly note?: string | undefined
  /** Grey: the figure behind it is too old. The shape stays. */
  readonly stale?: boolean
}

/** A state as its shape and its word, from the closed list of `status-table.ts`. */
export function Status({ as = 'word', note, stale = false, ...status }: StatusProps) {
  const translate = useTranslations('status')
  const { glyph, tone } = lookOf(status)
  // The key is one of the closed list; a test holds both languages to the table.
  const word = translate(`${status.axis}.${status.state}` as Parameters<typeof translate>[0])
  const shownTone = stale ? 'stale' : tone
  if (as === 'glyph' && glyph !== null) return <Glyph name={glyph} tone={shownTone} label={note ? `${word}, ${note}` : word} />
  return (
    <span className={as === 'tag' ? classes.tag : classes.status} data-tone={shownTone}>
      {glyph === null ? null : <Glyph name={glyph} tone={shownTone} />}
      <span className={classes.word}>{word}</span>
      {note ? <span className={classes.note}>{note}</span> : null}
    </span>
  )
}
