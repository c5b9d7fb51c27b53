import classes from './search-bar.module.css'

interface SearchChipProps {
  readonly chosen: boolean
  readonly count: string
  readonly label: string
  readonly onToggle: () => void
}

/** A part of the list with its count, which is chosen by pressing it. */
export function SearchChip({ chosen, count, label, onToggle }: SearchChipProps) {
  return (
    <button type="button" className={classes.chip} aria-pressed={chosen} onClick={onToggle}>
      <b>{count}</b> {label}
    </button>
  )
}
