import type { PageRun, StackFrame } from '@agentguard/core/report'

/** How a line of the project links to where it is shown. */
export type LineSource = Pick<PageRun, 'lines' | 'root'>

/** Where a line is shown, in an editor or a repository; none for other files. */
export function lineHref(source: LineSource | undefined, { file, line, column }: StackFrame): string | undefined {
  const lines = source?.lines
  // Evidence may come from anywhere: a link of any other kind could run.
  if (source === undefined || lines === undefined || !/^(?:https?|vscode|cursor|zed|idea|webstorm):\/\//.test(lines))
    return undefined
  const path = pathOf(source.root, file)
  if (path === undefined || line === 0 || (lines.startsWith('http') && path.includes('node_modules/'))) return undefined
  const values = { path: path.split('/').map(encodeURIComponent).join('/'), line: String(line), column: String(column) }
  return lines.replaceAll(/\{(path|line|column)\}/g, (_, name: keyof typeof values) => values[name])
}

/** A path from the root of the repository; `node:net`, `[eval]` and what is outside have none. */
function pathOf(root: string, file: string): string | undefined {
  if (/^(?:[A-Za-z]:|[\\/[<]|node:)|:\/\//.test(file)) return undefined
  const parts: string[] = []
  for (const part of `${root}/${file}`.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined
    if (part !== '' && part !== '.' && part !== '..') parts.push(part)
  }
  return parts.join('/')
}
