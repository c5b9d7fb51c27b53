'use client'

import { useLater } from '../later/use-later.ts'
import { PersonButton } from './person-button.tsx'

export interface PersonMenuProps {
  readonly as: 'initials' | 'place'
}

/** Who is signed in: their account, language, theme, sign out. What draws menus comes with the first press. */
export function PersonMenu({ as }: PersonMenuProps) {
  const { part, prepare, ask } = useLater(() => import('./person-menu-list.tsx'))
  if (part !== null) return <part.PersonMenuList as={as} />
  return (
    <PersonButton as={as} aria-haspopup="menu" aria-expanded={false} onClick={ask} onPointerEnter={prepare} onFocus={prepare} />
  )
}
