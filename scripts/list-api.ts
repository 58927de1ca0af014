import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { format, type FormatConfig } from 'oxfmt'
import ts from 'typescript'
import { workspaceRoot } from './run-step.ts'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
}

/** The page of a package that lists what each of its entries exports, from its built declarations. */
export async function listApi(folder: string): Promise<string> {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const entries = Object.entries(exports).flatMap(([path, target]) => {
    const [main, ...others] = declarationsIn(target).map((file) => resolve(folder, file))
    return main === undefined ? [] : [{ name: join(name, path), main, others }]
  })
  const program = createProgram(entries.flatMap(({ main, others }) => [main, ...others]))
  for (const { main, others } of entries) assertSame(program, main, others)

  const listed: Listed = new Map()
  const sections = entries.map((entry) => sectionOf(entry.name, linesOf(program, entry.main, entry.name, listed)))
  const hidden = hiddenBehind(program.getTypeChecker(), [...listed.keys()])
  const intro = 'What each entry of the package declares. `pnpm api` writes this page from the built declarations.'
  const parts = [
    `# Public API of ${name}`,
    intro,
    ...sections,
    sectionOf('What these are made of, and no entry exports', hidden),
  ]
  const config = JSON.parse(readFileSync(join(workspaceRoot, '.oxfmtrc.json'), 'utf8')) as FormatConfig
  return (await format('api.md', `${parts.join('\n\n')}\n`, config)).code
}

/** Declarations by the entry that exports them first; later entries refer to it. */
type Listed = Map<ts.Declaration, string>

const sectionOf = (title: string, lines: readonly string[]): string =>
  `## ${title}\n\n${lines.length === 0 ? 'Nothing.' : `\`\`\`typescript\n${lines.join('\n\n')}\n\`\`\``}`

/** Paths of the declarations in a value of `exports`, whatever conditions are around them. */
function declarationsIn(target: unknown): string[] {
  if (typeof target !== 'object' || target === null) return []
  return Object.entries(target).flatMap(([condition, value]) =>
    condition === 'types' && typeof value === 'string' ? [value] : declarationsIn(value),
  )
}

/** Reads the package alone: other packages declare what it takes from them. */
function createProgram(files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ESNext }
  const host = ts.createCompilerHost(options)
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const path = resolve(dirname(from), text.replace(/\.(c|m)?js$/, '.d.$1ts'))
      return { resolvedModule: text.startsWith('.') && host.fileExists(path) ? resolved(path) : undefined }
    })
  return ts.createProgram({ rootNames: files, options, host })
}

const resolved = (path: string): ts.ResolvedModuleFull => ({
  resolvedFileName: path,
  extension: path.endsWith('.d.cts') ? ts.Extension.Dcts : ts.Extension.Dts,
})

/** Only their conditions distinguish ES modules and CommonJS, so both have to declare the same. */
function assertSame(program: ts.Program, main: string, others: readonly string[]): void {
  const declared = (file: string): string => linesOf(program, file, '', new Map()).join('\n')
  for (const other of others) {
    if (declared(other) !== declared(main)) throw new Error(`${other} does not declare what ${main} does`)
  }
}

function linesOf(program: ts.Program, file: string, entry: string, listed: Listed): readonly string[] {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  if (source === undefined) throw new Error(`${file} is missing: build first`)
  const module = checker.getSymbolAtLocation(source)
  const exported = module === undefined ? [] : checker.getExportsOfModule(module)
  return [
    ...exported.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((symbol) => lineOf(checker, symbol, entry, listed)),
    // What it adds to the modules and globals of others.
    ...source.statements.filter(isAugmentation).map((declaration) => {
      listed.set(declaration, entry)
      return print(declaration)
    }),
  ]
}

function lineOf(checker: ts.TypeChecker, symbol: ts.Symbol, entry: string, listed: Listed): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const name = symbol.name === target.name ? symbol.name : `${target.name} as ${symbol.name}`
  const declarations = target.declarations ?? []
  if (declarations.length === 0) return `export { ${symbol.name} } from ${originOf(symbol)}`
  const known = declarations.map((declaration) => listed.get(declaration)).find((known) => known !== undefined)
  if (known !== undefined) return known === entry ? `export { ${name} }` : `export { ${name} } from '${known}'`
  for (const declaration of declarations) listed.set(declaration, entry)
  const text = declarations.map(print).join('\n')
  return symbol.name === target.name
    ? `export ${text.replaceAll('\ndeclare ', '\nexport declare ')}`
    : `${text}\nexport { ${name} }`
}

/** The other package that a name is re-exported from. */
function originOf(symbol: ts.Symbol): string {
  const [specifier] = symbol.declarations ?? []
  const origin =
    specifier === undefined ? undefined : ts.findAncestor(specifier, ts.isExportDeclaration)?.moduleSpecifier
  if (origin === undefined) throw new Error(`It is not clear where ${symbol.name} comes from`)
  return origin.getText()
}

const isAugmentation = (node: ts.Statement): node is ts.ModuleDeclaration =>
  ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || node.name.text === 'global')

/** Declarations that others refer to and no entry exports, in the order of their names. */
function hiddenBehind(checker: ts.TypeChecker, exported: readonly ts.Declaration[]): readonly string[] {
  const seen = new Set(exported)
  const hidden: { readonly name: string; readonly text: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node)
      const target =
        symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      for (const declaration of target?.declarations ?? []) {
        if (seen.has(declaration) || !isTopLevel(declaration)) continue
        seen.add(declaration)
        hidden.push({ name: node.text, text: print(declaration) })
        visit(declaration)
      }
    }
    ts.forEachChild(node, visit)
  }
  exported.forEach(visit)
  return hidden.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text)
}

function isTopLevel(node: ts.Declaration): boolean {
  return ts.isSourceFile(statementOf(node).parent) && !ts.isImportSpecifier(node) && !ts.isSourceFile(node)
}

/** A variable is declared by a statement two levels up. */
const statementOf = (node: ts.Node): ts.Node => (ts.isVariableDeclaration(node) ? node.parent.parent : node)

const printer = ts.createPrinter({ removeComments: true })

const print = (node: ts.Node): string =>
  printer.printNode(ts.EmitHint.Unspecified, statementOf(node), node.getSourceFile())
