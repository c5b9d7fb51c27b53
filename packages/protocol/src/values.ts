import { z } from 'zod'

/** Shapes used by several messages. Text has upper lengths so that no agent can fill the hub's memory. */
export const Uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/)
/** Minor units; negative never occurs on the wire: a refund is a kind, not a sign. */
export const AmountMinor = z.int().min(0).max(999_999_999_999)
/** A number of one of the hub's rows: as large as its columns hold. */
export const RowId = z.int().min(0).max(2_147_483_647)
/** An instant that every part of the system can carry: until the end of the year 9999. */
export const InstantMs = z.int().min(0).max(253_402_300_799_999)
export const ShortText = z.string().max(200)
export const LongText = z.string().max(2_000)
/** Agent's own name of one terminal, unique within the agent: the key in its config file. */
export const TerminalKey = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/)
export const LaneKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/)
export const Ed25519Signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)
export const Ed25519PublicKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/)

/** What may be given up when a disk fills, worth least first. Financial and audit events never are. */
export const EVENT_CLASSES = ['debug', 'metrics', 'status', 'audit', 'financial'] as const
export type EventClass = (typeof EVENT_CLASSES)[number]
