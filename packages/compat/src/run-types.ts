import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TypesCell } from './matrix.ts'
import { run } from './spawn.ts'

const compilers: Readonly<Record<TypesCell['compiler'], string>> = {
  'TypeScript 5.9': 'typescript5',
  'TypeScript 6': 'typescript',
  'TypeScript 7': 'typescript7',
}
const modules = { nodenext: 'nodenext', bundler: 'esnext' }

/** Compiles the files of a folder as strictly as the compiler can; returns its complaints about them and about our types. */
export async function runTypes(cell: TypesCell, folder: string, node: string): Promise<readonly string[]> {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configOf(cell)))
  const tsc = join(import.meta.dirname, '../../../node_modules', compilers[cell.compiler], 'bin/tsc')
  const { code, stdout, stderr } = await run(node, [tsc, '--project', folder, '--pretty', 'false'], {
    cwd: folder,
    node,
  })
  const complaints = stdout.split('\n').filter((line) => line.includes('error TS'))
  if (code !== 0 && complaints.length === 0) return [`The compiler failed:\n${stdout}${stderr}`]
  return complaints.filter((line) => !isForeign(line))
}

function configOf({ consumer, resolution }: TypesCell): object {
  const jest = consumer.startsWith('Jest') ? ['jest'] : []
  return {
    compilerOptions: {
      noEmit: true,
      target: 'es2023',
      module: modules[resolution],
      moduleResolution: resolution,
      types: ['node', ...jest],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      skipLibCheck: false,
    },
    // A bundler reads ES modules.
    include: resolution === 'bundler' ? ['*.mts'] : ['*.mts', '*.cts'],
  }
}

/** The declarations of the runners themselves do not all hold; ours have to. */
function isForeign(line: string): boolean {
  const [path = ''] = line.split('(')
  return path.includes('node_modules/') && !/node_modules\/(@agentguard\/|jest-environment-agentguard\/)/.test(path)
}
