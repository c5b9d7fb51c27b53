import { z } from 'zod'
import { line } from '../devices/device-values.ts'
import type { RiskClass } from './risk-classes.ts'

/** What may be looked at; a class names which of these are asked. */
export const inspectionItems = ['serial', 'seal', 'slot', 'cables', 'camera', 'looks'] as const
export type InspectionItem = (typeof inspectionItems)[number]

export const answers = ['right', 'off'] as const
export type Answer = (typeof answers)[number]
export type Answers = Partial<Record<InspectionItem, Answer>>

/** How often and what, in one version of a class. */
export interface ClassPlan {
  /** 0: the product's own. */
  readonly version: number
  readonly days: number
  readonly items: readonly InspectionItem[]
}

/** By what a class is looked at until somebody writes an analysis for it. */
export const ownPlans: Readonly<Record<RiskClass, ClassPlan>> = {
  unattended: { version: 0, days: 7, items: inspectionItems },
  attended: { version: 0, days: 30, items: inspectionItems },
  locked: { version: 0, days: 90, items: ['serial', 'seal', 'cables', 'looks'] },
}

export const MOST_PHOTOS = 10
export const InspectionId = z.uuidv7()

/** Several lines that people typed; no control characters but line breaks and tabs, no halves of characters. */
export const longText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*(?:[\n\t][^\p{Cc}\p{Cs}]*)*$/u)

/** Milliseconds since 1970 that a timestamp can hold; a phone's clock may say anything between 2000 and 2100. */
export const PhoneMs = z.int().min(946_684_800_000).max(4_102_444_800_000)

export const SealNumber = line(40)
export const SerialRead = line(60)
