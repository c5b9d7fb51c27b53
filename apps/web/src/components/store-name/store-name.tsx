'use client'

import Link from 'next/link'
import { hrefInScope } from '../scope/scope.ts'
import { useScope } from '../scope/use-scope.ts'
import classes from './store-name.module.css'

interface StoreNameProps {
  readonly store: { readonly code: string; readonly name: string; readonly nameLang: string; readonly country?: string }
  /** Without it the name is only a name. */
  readonly href?: string
}

/** "0417 Köln Ehrenfeld DE", the name in its own language. */
export function StoreName({ store, href }: StoreNameProps) {
  const { scope } = useScope()
  const words = (
    <>
      {store.code} <span lang={store.nameLang}>{store.name}</span>
      {store.country === undefined ? null : <span className={classes.country}> {store.country}</span>}
    </>
  )
  const title = `${store.code} ${store.name}`
  return href === undefined ? (
    <span title={title}>{words}</span>
  ) : (
    <Link className={classes.link} href={hrefInScope(href, scope)} title={title}>
      {words}
    </Link>
  )
}
