import type { Position } from '../../model.ts'

/** An element as read, by its local name: versions and prefixes of the namespace do not matter. */
export interface XmlNode {
  readonly name: string
  readonly at: Position
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlNode[]
  text: string
}

export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  if (node === undefined) return undefined
  for (const each of node.children) if (each.name === name) return each
  return undefined
}

/** The first element at the end of the path. */
export function at(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let found = node
  for (const name of path) found = child(found, name)
  return found
}

export function all(node: XmlNode | undefined, name: string): XmlNode[] {
  return node === undefined ? [] : node.children.filter((each) => each.name === name)
}

/** The text at the end of the path, or null where there is none. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | null {
  const text = at(node, ...path)?.text.trim()
  return text === undefined || text === '' ? null : text
}

/** The first text there is among several ways to write the same. */
export function firstText(node: XmlNode | undefined, ...paths: readonly (readonly string[])[]): string | null {
  for (const path of paths) {
    const text = textAt(node, ...path)
    if (text !== null) return text
  }
  return null
}
