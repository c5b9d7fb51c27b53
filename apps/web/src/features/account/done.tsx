import { Glyph } from '../../components/status/glyph.tsx'
import classes from './account-section.module.css'

/** Says aloud what was done; the place is there before it. */
export function Done({ text }: { readonly text: string | null }) {
  return (
    <div role="status">
      {text === null ? null : (
        <p className={classes.done}>
          <Glyph name="ok" tone="ok" />
          <span>{text}</span>
        </p>
      )}
    </div>
  )
}
