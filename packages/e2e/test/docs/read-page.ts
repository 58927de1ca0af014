import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'

/** A block of code. The words after its language (`js jest fails`) say how it is run. */
export interface Block {
  /** Page and line. */
  readonly place: string
  readonly line: number
  readonly language: string
  readonly words: string
  readonly text: string
}

export const workspace: string = join(import.meta.dirname, '../../../..')

/** The blocks of a Markdown page, or of the docstrings of a source, in order; also those in comments, which readers do not see. */
export function readPage(page: string): readonly Block[] {
  const text = readFileSync(join(workspace, page), 'utf8')
  return page.endsWith('.md') ? blocksIn(text, page, 0) : blocksInDocstrings(text, page)
}

function blocksInDocstrings(source: string, page: string): readonly Block[] {
  return [...source.matchAll(/\/\*\*.*?\*\//gs)].flatMap(({ 0: docstring, index }) => {
    const linesBefore = source.slice(0, index).split('\n').length - 1
    return blocksIn(docstring.replaceAll(/^[^\S\n]*(?:\/\*\*|\*\/|\* ?)/gm, ''), page, linesBefore)
  })
}

function blocksIn(markdown: string, page: string, linesBefore: number): readonly Block[] {
  const collect = (node: Nodes): readonly Block[] => {
    const line = linesBefore + (node.position?.start.line ?? 0)
    if (node.type === 'code') {
      return [{ place: `${page}:${line}`, line, language: node.lang ?? '', words: node.meta ?? '', text: node.value }]
    }
    if (node.type === 'html') return blocksIn(node.value.replaceAll(/<!--|-->/g, ''), page, line - 1)
    return 'children' in node ? node.children.flatMap((child) => collect(child)) : []
  }
  return collect(fromMarkdown(markdown))
}
