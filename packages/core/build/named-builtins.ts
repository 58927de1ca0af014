import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Replaces what ES modules import of Node's modules by reads from `process.getBuiltinModule`, name by name.
 *
 * An `import` reads every export of a builtin, and some are created when they are read: `http` loads undici, http2 and
 * TLS for them, and `util` loads streams and threads. That would be most of what the guard adds to the start of a
 * process.
 */
export const namedBuiltins: Plugin = {
  name: 'named-builtins',
  setup: ({ initialOptions, onResolve, onLoad }) => {
    if (initialOptions.format !== 'esm') return
    onResolve({ filter: /^node:/ }, ({ path, kind }) => {
      if (kind === 'import-statement') return { path, namespace: 'names' }
      return kind === 'require-call' ? { path, namespace: 'whole' } : { path, external: true }
    })
    onLoad({ filter: /^/, namespace: 'names' }, ({ path }) => ({ contents: namesOf(path) }))
    // CommonJS libraries that are compiled in.
    onLoad({ filter: /^/, namespace: 'whole' }, ({ path }) => ({ contents: `module.exports = ${read(path)}` }))
  },
}

/** One export for each. The bundler drops those that are not imported. */
function namesOf(path: string): string {
  const names = Object.keys(process.getBuiltinModule(path) ?? {})
  return [
    `const builtin = /* @__PURE__ */ ${read(path)}`,
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})()`),
    'export default builtin',
  ].join('\n')
}

function read(path: string): string {
  return `process.getBuiltinModule(${JSON.stringify(path)})`
}
