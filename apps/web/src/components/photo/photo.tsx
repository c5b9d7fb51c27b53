'use client'

import { useEffect, useRef, useState } from 'react'
import classes from './photo.module.css'

interface PhotoProps {
  readonly of: Blob
  readonly label: string
  /** What is said of one that is no picture. */
  readonly broken: string
}

const LONGEST_EDGE_PX = 1_600

/** A photo as the browser reads it, drawn: its bytes are never given an address of their own. */
export function Photo({ of, label, broken }: PhotoProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const picture = await createImageBitmap(of)
      const on = canvas.current
      if (!gone && on !== null) {
        const scale = Math.min(1, LONGEST_EDGE_PX / Math.max(picture.width, picture.height))
        on.width = Math.max(1, Math.round(picture.width * scale))
        on.height = Math.max(1, Math.round(picture.height * scale))
        on.getContext('2d')?.drawImage(picture, 0, 0, on.width, on.height)
        setFailed(false)
      }
      picture.close()
    }
    draw().catch(() => {
      if (!gone) setFailed(true)
    })
    return () => {
      gone = true
    }
  }, [of])
  if (failed) return <p className={classes.broken}>{broken}</p>
  return <canvas ref={canvas} className={classes.photo} role="img" aria-label={label} />
}
