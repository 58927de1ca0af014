// These test what Windows does not have: shells that are read, sockets in the file system, signals that are answered.
const onlyOnUnix: readonly string[] = [
  'core/test/flows/child-process.test.ts',
  'core/test/flows/pipe.test.ts',
  'core/test/guard/programs/classify-program.test.ts',
  'e2e/test/roads.test.ts',
  'e2e/test/run-command.test.ts',
]

/** The files of tests, below `packages`, that this system cannot run. */
export const leftOut: readonly string[] = process.platform === 'win32' ? onlyOnUnix : []
