import commonEn from '../../messages/en/common.json' with { type: 'json' }
import frameEn from '../../messages/en/frame.json' with { type: 'json' }
import keysEn from '../../messages/en/keys.json' with { type: 'json' }
import liveEn from '../../messages/en/live.json' with { type: 'json' }
import paymentsEn from '../../messages/en/payments.json' with { type: 'json' }
import setupEn from '../../messages/en/setup.json' with { type: 'json' }
import signInEn from '../../messages/en/sign-in.json' with { type: 'json' }
import statusEn from '../../messages/en/status.json' with { type: 'json' }
import storesEn from '../../messages/en/stores.json' with { type: 'json' }
import commonZh from '../../messages/zh/common.json' with { type: 'json' }
import frameZh from '../../messages/zh/frame.json' with { type: 'json' }
import keysZh from '../../messages/zh/keys.json' with { type: 'json' }
import liveZh from '../../messages/zh/live.json' with { type: 'json' }
import paymentsZh from '../../messages/zh/payments.json' with { type: 'json' }
import setupZh from '../../messages/zh/setup.json' with { type: 'json' }
import signInZh from '../../messages/zh/sign-in.json' with { type: 'json' }
import statusZh from '../../messages/zh/status.json' with { type: 'json' }
import storesZh from '../../messages/zh/stores.json' with { type: 'json' }
import type { Locale } from './locales.ts'

const en = {
  common: commonEn,
  frame: frameEn,
  setup: setupEn,
  signIn: signInEn,
  keys: keysEn,
  live: liveEn,
  payments: paymentsEn,
  status: statusEn,
  stores: storesEn,
}
const zh = {
  common: commonZh,
  frame: frameZh,
  setup: setupZh,
  signIn: signInZh,
  keys: keysZh,
  live: liveZh,
  payments: paymentsZh,
  status: statusZh,
  stores: storesZh,
}

/** English decides the keys; the other languages must have the same (the compiler and a test both look). */
export type Messages = typeof en
export const messages: Readonly<Record<Locale, Messages>> = { en, zh }
