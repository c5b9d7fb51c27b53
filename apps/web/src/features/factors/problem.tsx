import { Glyph } from '../../components/status/glyph.tsx'
import classes from './problem.module.css'

/** Says aloud what went wrong; the place is there before, so that nothing jumps and readers notice the change. */
export function Problem({ id, text }: { readonly id: string; readonly text: string | null }) {
  return (
    <div id={id} className={classes.problem} role="alert">
      {text === null ? null : (
        <>
          <Glyph name="crit" tone="crit" />
          <span>{text}</span>
        </>
      )}
    </div>
  )
}
