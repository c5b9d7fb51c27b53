import { cutCardNumbers } from '@counterfoil/protocol/card-numbers'

const LONGEST_NAME = 255

/** The last part of a path, of letters that a screen can show; people name files after cards. */
export function fileName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  return (
    cutCardNumbers(last)
      .replaceAll(/[\p{C}]/gu, '_')
      .slice(-LONGEST_NAME) || 'file'
  )
}
