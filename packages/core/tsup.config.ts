import type { Options } from 'tsup'

const shared: Options = {
  target: 'node22',
  platform: 'node',
  // Without maps a stack is formatted faster, and names files that users have.
  sourcemap: false,
  silent: true,
  // Tests may be reading the last build.
  clean: false,
}

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Takes Node's modules from `process.getBuiltinModule` in ES modules.
 *
 * An `import` reads every export of a builtin, and some are made when they are read: `http` loads undici, http2 and TLS for
 * them, `process` its reports. That would be most of what the guard adds to the start of a process.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup: ({ initialOptions, onResolve, onLoad }) => {
    if (initialOptions.format !== 'esm') return
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }))
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}

const config: Options[] = [
  {
    ...shared,
    entry: { index: 'src/index.ts', session: 'src/session/index.ts', report: 'src/report-entry/index.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    splitting: false,
    removeNodeProtocol: false,
    esbuildPlugins: [lazyBuiltins],
  },
  // A preload has to be CommonJS: `--require` and `--import` both take it, and it runs before any module of the program.
  { ...shared, entry: ['src/register.ts'], format: ['cjs'], dts: true, splitting: false },
  { ...shared, entry: { agentguard: 'src/bin.ts' }, format: ['esm'], splitting: false },
]

export default config
