import type { Options } from 'tsup'

const shared: Options = {
  target: 'node22',
  platform: 'node',
  sourcemap: true,
  silent: true,
  // Tests may be reading the last build.
  clean: false,
}

const config: Options[] = [
  {
    ...shared,
    entry: { index: 'src/index.ts', session: 'src/session/index.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    splitting: false,
  },
  // A preload has to be CommonJS: `--require` and `--import` both take it, and it runs before any module of the program.
  { ...shared, entry: ['src/register.ts'], format: ['cjs'], dts: true, splitting: false },
]

export default config
