import { useTranslations } from 'next-intl'
import type { Messages } from '../../i18n/messages.ts'

type Groups<Namespace extends keyof Messages> = Extract<keyof Messages[Namespace], string>

/** Words for codes that agents send: a code without a word of ours is shown as it came, with spaces. */
export function useKnownWord<Namespace extends keyof Messages>(
  namespace: Namespace,
  group: Groups<Namespace>,
): (code: string) => string {
  const translate = useTranslations()
  return (code) => {
    const path = `${namespace}.${group}.${code}` as Parameters<typeof translate.has>[0]
    return translate.has(path) ? translate(path as Parameters<typeof translate>[0]) : code.replaceAll('_', ' ')
  }
}
