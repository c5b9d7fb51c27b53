'use client'

import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { minorToDecimal, minorUnitExponent } from '../../../components/format/minor-units.ts'
import { useApi } from '../../../trpc/client.tsx'

interface LimitFormProps {
  readonly currency: string
  readonly limitMinor: number
  readonly onDone: () => void
}

/** Another limit, for whoever may set it. */
export default function LimitForm({ currency, limitMinor, onDone }: LimitFormProps) {
  const translate = useTranslations('funds.exceptions.limit')
  const api = useApi()
  const queries = useQueryClient()
  const exponent = minorUnitExponent(currency)
  const [value, setValue] = useState<string | number>(minorToDecimal(limitMinor, exponent))
  const change = useMutation(
    api.funds.changeResolutionLimit.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(api.funds.pathFilter())
        onDone()
      },
    }),
  )
  const wanted = Math.round(Number(value) * 10 ** exponent)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ currency, limitMinor: wanted })
      }}
    >
      <NumberInput
        label={translate('label', { currency })}
        value={value}
        onChange={setValue}
        min={0}
        decimalScale={exponent}
        error={change.error?.message}
      />
      <Button type="submit" loading={change.isPending} disabled={value === '' || !Number.isSafeInteger(wanted)}>
        {translate('save')}
      </Button>
    </form>
  )
}
