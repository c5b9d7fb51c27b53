import commonEn from '../../messages/en/common.json' with { type: 'json' }
import frameEn from '../../messages/en/frame.json' with { type: 'json' }
import setupEn from '../../messages/en/setup.json' with { type: 'json' }
import signInEn from '../../messages/en/sign-in.json' with { type: 'json' }
import statusEn from '../../messages/en/status.json' with { type: 'json' }
import commonZh from '../../messages/zh/common.json' with { type: 'json' }
import frameZh from '../../messages/zh/frame.json' with { type: 'json' }
import setupZh from '../../messages/zh/setup.json' with { type: 'json' }
import signInZh from '../../messages/zh/sign-in.json' with { type: 'json' }
import statusZh from '../../messages/zh/status.json' with { type: 'json' }
import type { Locale } from './locales.ts'

const en = { common: commonEn, frame: frameEn, setup: setupEn, signIn: signInEn, status: statusEn }
const zh = { common: commonZh, frame: frameZh, setup: setupZh, signIn: signInZh, status: statusZh }

/** English decides the keys; the other languages must have the same (the compiler and a test both look). */
export type Messages = typeof en
export const messages: Readonly<Record<Locale, Messages>> = { en, zh }
