'use client'

import { createContext, type ReactNode, useContext } from 'react'

const HubPort = createContext<number | null>(null)

/** Tells the features on this page on which port of this very host the hub listens. */
export function HubProvider({ port, children }: { readonly port: number; readonly children: ReactNode }) {
  return <HubPort value={port}>{children}</HubPort>
}

/** Same scheme and host as the page: the session's cookie goes to no other. */
export function useHubOrigin(): () => string {
  const port = useContext(HubPort)
  if (port === null) throw new Error('useHubOrigin needs a HubProvider above it')
  return () => `${window.location.protocol}//${window.location.hostname}:${port}`
}
