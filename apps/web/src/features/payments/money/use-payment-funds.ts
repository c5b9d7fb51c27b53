'use client'

import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../trpc/client.tsx'

const AGAIN_MS = 15_000

/** Where the payment's money is; asked once for all parts of the page. */
export function usePaymentFunds(id: string) {
  const api = useApi()
  return useQuery(api.funds.ofPayment.queryOptions({ id }, { refetchInterval: AGAIN_MS }))
}
