/** One import in a module. */
export interface ModuleImport {
  readonly specifier: string
  /** The local names of the imported values. */
  readonly names: readonly string[]
  /** Where the import begins. Both count from 1. */
  readonly line: number
  readonly column: number
}

/** The imports, re-exports and `require` calls of a file. Type imports are left out, since they run nothing. */
export function parseImports(text: string): readonly ModuleImport[] {
  return [...withoutComments(text).matchAll(IMPORT)].flatMap(({ index, groups = {} }) => {
    const { clause = '', declared = '', specifier } = groups
    if (specifier === undefined || /^\s*type\s+[^,\s]/.test(clause)) return []
    return [{ specifier, names: namesIn(clause || declared), ...placeOf(text, index) }]
  })
}

/**
 * Where a file uses its import: the only place that constructs an object from it, or else the only place that calls it.
 * Where there are several places, or none, it is the import itself.
 */
export function placeOfUse(text: string, { names, line, column }: ModuleImport): { line: number; column: number } {
  const code = withoutTexts(text)
  const name = names.map((one) => one.replaceAll('$', String.raw`\$`)).join('|')
  for (const before of [String.raw`\bnew\s+`, String.raw`(?<![\w$.]|\bnew\s+)`]) {
    if (name === '') break
    const uses = [...code.matchAll(new RegExp(String.raw`${before}(?:${name})(?:\.[\w$]+)*(?:<[^()]*>)?\(`, 'g'))]
    if (uses[0] !== undefined && uses.length === 1) return placeOf(text, uses[0].index)
    if (uses.length > 1) break
  }
  return { line, column }
}

/** `{ a, b as c }` gives `a` and `c`, `d, * as e` gives `d` and `e`, and `{ f: g }` of a `require` gives `g`. */
function namesIn(clause: string): readonly string[] {
  return clause
    .replaceAll(/[{}]/g, ',')
    .split(',')
    .flatMap((part) => /^(?!\s*type\s)(?:.*?(?:\bas\s|:))?\s*([\w$]+)\s*$/s.exec(part)?.[1] ?? [])
}

function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** Replaces each comment by spaces, so that positions stay the same. */
function withoutComments(text: string): string {
  return text.replaceAll(TEXT_OR_COMMENT, (found, quote: string | undefined) => (quote ? found : blank(found)))
}

function withoutTexts(text: string): string {
  return text.replaceAll(TEXT_OR_COMMENT, blank)
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ')
}

const TEXT_OR_COMMENT = /(['"])(?:\\.|(?!\1)[^\\\n])*\1|\/\/[^\n]*|\/\*[^]*?\*\//g

const CLAUSE = String.raw`(?<clause>[\w$*{][\w$*{},\s]*)`
const IMPORT = new RegExp(
  [
    String.raw`(?<![\w$.])(?:(?:import|export)\s*${CLAUSE}\s*from\s*|import\s*`,
    String.raw`|(?:(?:const|let|var)\s+(?<declared>[\w$]+|\{[^{}]*\})\s*=\s*(?:await\s+)?(?:[\w$.]+\()?)?(?:import|require)\s*\(\s*)`,
    String.raw`(?<quote>['"])(?<specifier>[^'"\n]+)\k<quote>`,
  ].join(''),
  'g',
)
