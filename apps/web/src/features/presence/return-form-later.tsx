import dynamic from 'next/dynamic'
import { ReloadInstead } from './reload-instead.tsx'
import type { ReturnFormProps } from './return-form.tsx'

export type { ReturnFormProps }

/** The form comes when it is wanted; the page is put away without it, also when the line is lost. */
export const ReturnForm = dynamic<ReturnFormProps>(() => import('./return-form.tsx').catch(() => ReloadInstead), { ssr: false })
