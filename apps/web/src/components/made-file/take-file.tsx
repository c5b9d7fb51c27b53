import { Button } from '@mantine/core'
import classes from './made-file.module.css'

interface TakeFileProps {
  /** Its hash; null while there is no file. */
  readonly hash: string | null
  readonly busy: boolean
  /** "Take", and which one, for whoever does not see the row. */
  readonly words: { readonly take: string; readonly which: string }
  readonly onTake: () => void
}

/** Takes a made file away, beside the beginning of its hash. */
export function TakeFile({ hash, busy, words, onTake }: TakeFileProps) {
  if (hash === null) return '–'
  return (
    <>
      <Button size="compact-sm" loading={busy} aria-label={words.which} onClick={onTake}>
        {words.take}
      </Button>{' '}
      <code className={classes.hash} title={hash}>
        {hash.slice(0, 12)}…
      </code>
    </>
  )
}
