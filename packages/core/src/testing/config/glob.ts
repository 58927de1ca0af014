import { usageError } from '../../policy/usage/usage-error.ts'

/**
 * Creates a matcher for paths with `/`, relative to the folder of the config. `*` and `?` match within a folder, `**`
 * across folders, `{a,b}` either one. A glob that ends in a plain name also matches everything below it.
 *
 * @throws TypeError for a glob that can match no file below the config
 */
export function createGlob(glob: string, where: string): (path: string) => boolean {
  refuse(glob, where)
  const body = glob.replace(/^\.\//, '').replace(/\/$/, '')
  const below = /[*?{}]/.test(body.slice(body.lastIndexOf('/') + 1)) ? '' : '(?:/.*)?'
  const pattern = new RegExp(`^${body === '.' ? '.*' : translate(body)}${below}$`, 's')
  return (path) => pattern.test(path)
}

function refuse(glob: string, where: string): void {
  if (/^(?:\.\/)?$/.test(glob)) {
    throw usageError(where, 'the glob is empty', "Write '**' for all files, or move its options to the top")
  }
  if (glob.includes('\\')) throw usageError(where, `the glob '${glob}' has a backslash`, 'Write / between folders')
  if (glob.startsWith('!')) {
    throw usageError(where, `the glob '${glob}' excludes files`, 'Name the files that the options are for')
  }
  if (/^(?:\/|[A-Za-z]:)|(?:^|\/)\.\.(?:\/|$)/.test(glob)) {
    throw usageError(where, `the glob '${glob}' leads out of the folder of the config`, 'Start it in that folder')
  }
  if (!/^[^{}]*(?:\{[^{}]*\}[^{}]*)*$/.test(glob)) {
    throw usageError(where, `the braces of the glob '${glob}' do not match`, 'Write {a,b}')
  }
}

/** Outside of braces, a comma is literal. */
function translate(glob: string): string {
  let isInBraces = false
  return glob.replaceAll(/\*\*\/|\*\*|[*?{},]|[\\^$+.()|[\]/]/g, (token) => {
    if (token === '{' || token === '}') isInBraces = token === '{'
    if (token === ',') return isInBraces ? '|' : ','
    return tokens[token] ?? `\\${token}`
  })
}

const tokens: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
  '{': '(?:',
  '}': ')',
}
