'use client'

import { FailedPage, type FailedPageProps } from '../features/frame/index.ts'

/** For pages without the frame: sign-in and set-up when, say, the database is away. */
export default function Failed(props: FailedPageProps) {
  return (
    <main style={{ maxWidth: 640, margin: '15vh auto 0', padding: 16 }}>
      <FailedPage {...props} />
    </main>
  )
}
