'use client'

import dynamic from 'next/dynamic'

/** Chart.js comes with the first chart that is shown, not with the page. */
export const LazyBars = dynamic(() => import('./stacked-bars.tsx'), { ssr: false })
