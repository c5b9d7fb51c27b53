interface CardNumberProps {
  readonly last4: string
  /** Known only to whoever may read it and asked for it. */
  readonly first6?: string | undefined
}

/** A truncated card number; the only way one is written on a page. */
export function CardNumber({ last4, first6 }: CardNumberProps) {
  return <code>{first6 === undefined ? `•••• ${last4}` : `${first6} •••••• ${last4}`}</code>
}
