import type { Options } from 'tsup'

const shared: Options = {
  target: 'node22',
  platform: 'node',
  splitting: false,
  // Without source maps, a stack is formatted faster and names files that users have.
  sourcemap: false,
  silent: true,
  // Tests may be reading the previous build.
  clean: false,
}

const config: Options[] = [
  {
    ...shared,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    // The bundler drops an import without names, which the augmentation of `expect` needs to find its module.
    dts: { banner: "import type {} from 'expect'" },
    // Gives `import.meta.url` to the CommonJS build.
    shims: true,
  },
  { ...shared, entry: { reporter: 'src/reporter/index.ts' }, format: ['esm', 'cjs'], dts: true, shims: true },
  { ...shared, entry: { agentguard: 'src/bin.ts' }, format: ['esm'] },
]

export default config
