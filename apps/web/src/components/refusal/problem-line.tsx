import { Glyph } from '../status/glyph.tsx'
import classes from './problem-line.module.css'

/** Says aloud what was refused; the place is there before, so that readers notice the change. */
export function ProblemLine({ text }: { readonly text: string | null }) {
  return (
    <div className={classes.problem} role="alert">
      {text === null ? null : (
        <>
          <Glyph name="crit" tone="crit" />
          <span>{text}</span>
        </>
      )}
    </div>
  )
}
