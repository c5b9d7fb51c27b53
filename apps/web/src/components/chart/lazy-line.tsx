'use client'

import dynamic from 'next/dynamic'

/** Chart.js comes with the first chart that is shown, not with the page. */
export const LazyLine = dynamic(() => import('./line-over-comparison.tsx'), { ssr: false })
