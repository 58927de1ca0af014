import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { Options } from 'tsup'
import { namesIn } from './exported-names.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]
type PluginBuild = Parameters<Plugin['setup']>[0]

const src = resolve('src')
const runtime = './guard/node/load-late-parts.ts'

/** Removes spaces and comments, and keeps names and lines that people can read in a stack. */
export const readFast = { minifyWhitespace: true, minifySyntax: true, lineLimit: 140 } as const

/**
 * Moves parts that few processes use out of a bundle into the file `name` of `dist`, which is compiled when one of their
 * functions is first called. V8 parses every function of a file that it loads, which is most of what the guard adds to
 * the start of a process.
 *
 * Sources import these parts like any other. In the bundle, each import becomes a function of the same name that loads
 * them. So only functions can be imported from a late part, and the build fails for anything else. The late parts take
 * everything else, Node's own functions included, from the bundle that loads them. So there is one copy of each module,
 * and changes of tests to `fs` do not reach them.
 *
 * @param rooms folders and files below `src`
 */
export function lateParts(name: string, rooms: readonly string[]): Plugin {
  const parts = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => path.endsWith('.ts') && rooms.some((room) => path === room || path.startsWith(`${room}/`)))
    .toSorted()
  const isLate = (file: string): boolean => parts.includes(pathOf(file))
  const loader = `loader of ${name}`
  return {
    name: `late-parts:${name}`,
    setup: (build) => {
      const shared = bundleParts(build, name, parts)
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir, importer, kind }) => {
        if (kind !== 'import-statement' || isLate(importer)) return
        const file = resolve(resolveDir, path)
        return isLate(file) ? { path: file, namespace: name, sideEffects: false } : undefined
      })
      build.onLoad({ filter: /^/, namespace: name }, ({ path }) => ({
        contents: callsOf(path, loader),
        resolveDir: src,
      }))
      build.onResolve({ filter: /^loader of/ }, ({ path }) =>
        path === loader ? { path, namespace: loader } : undefined,
      )
      build.onLoad({ filter: /^/, namespace: loader }, async () => ({
        contents: loaderOf(name, await shared),
        resolveDir: src,
      }))
    },
  }
}

/** The path of a source below `src`, with forward slashes on all systems. */
function pathOf(file: string): string {
  return relative(src, file).replaceAll(sep, '/')
}

/** The replacement for a late part: functions of the same names. */
function callsOf(file: string, loader: string): string {
  const names = namesIn(readFileSync(file, 'utf8'), 'function')
  return [
    `import { latePart } from '${loader}'`,
    'let part',
    ...names.map(
      (name) =>
        `export function ${name}(...args) { return (part ??= latePart(${JSON.stringify(pathOf(file))})).${name}(...args) }`,
    ),
  ].join('\n')
}

/** Writes the file: the body of a function that takes `shared` and returns the parts by path. */
async function bundleParts(
  { esbuild, initialOptions }: PluginBuild,
  name: string,
  parts: readonly string[],
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>()
  await esbuild.build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    ...readFast,
    ...(initialOptions.target !== undefined && { target: initialOptions.target }),
    stdin: {
      contents: `${parts.map((path, index) => `import * as part${index} from './${path}'`).join('\n')}
        module.exports = { ${parts.map((path, index) => `${JSON.stringify(path)}: part${index}`).join(', ')} }`,
      resolveDir: src,
    },
    outfile: join(initialOptions.outdir ?? 'dist', name),
    plugins: [takeShared(parts, taken)],
  })
  return taken
}

function takeShared(parts: readonly string[], taken: Set<string>): Plugin {
  return {
    name: 'shared-modules',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^(?:\.|node:)/ }, ({ path, resolveDir }) => {
        const shared = path.startsWith('node:') ? path : pathOf(resolve(resolveDir, path))
        if (parts.includes(shared)) return
        if (path === 'node:fs') return { errors: [{ text: 'A late part takes fs from guard/node/original-fs.ts' }] }
        taken.add(shared)
        return { path: shared, namespace: 'shared', sideEffects: false }
      })
      onLoad({ filter: /^/, namespace: 'shared' }, ({ path }) => ({
        contents: `module.exports = shared[${JSON.stringify(path)}]`,
      }))
    },
  }
}

function listOf(path: string, text: (name: string) => string): string {
  return namesIn(readFileSync(join(src, path), 'utf8'), 'function|const|class')
    .map(text)
    .join(', ')
}

function loaderOf(name: string, taken: ReadonlySet<string>): string {
  const [builtins = [], modules = []] = [true, false].map((isBuiltin) =>
    [...taken].filter((path) => path.startsWith('node:') === isBuiltin).toSorted(),
  )
  return [
    `import { loadLateParts } from '${runtime}'`,
    ...modules.map(
      (path, index) => `import { ${listOf(path, (name) => `${name} as ${name}_${index}`)} } from './${path}'`,
    ),
    `export const latePart = loadLateParts(__dirname + '/${name}', () => ({`,
    ...builtins.map((path) => `'${path}': process.getBuiltinModule('${path}'),`),
    // An object of a whole module would be created at the start, export by export.
    ...modules.map((path, index) => `'${path}': { ${listOf(path, (name) => `${name}: ${name}_${index}`)} },`),
    '}))',
  ].join('\n')
}
