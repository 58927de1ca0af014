/** State and paths attempted: what the test files of the fixture come to, in every pool of every version. */
export type Expected = Readonly<Record<string, readonly [state: 'passed' | 'failed' | 'skipped', ...paths: string[]]>>

export const expectedTests: Expected = {
  ...inFile('owners', {
    'is clean': ['passed'],
    swallows: ['failed', 'swallows'],
    throws: ['failed', 'throws'],
    'at once > first': ['failed', 'first'],
    'at once > second, clean': ['passed'],
    'at once > third': ['failed', 'third'],
    'each phones': ['failed', 'each'],
    'each rests': ['passed'],
    'beforeEach > owns it': ['failed', 'before-each'],
    'cleanup of beforeEach > owns it': ['failed', 'cleanup'],
    'afterEach > owns it': ['failed', 'after-each'],
    onTestFinished: ['failed', 'finished'],
    fixture: ['failed', 'fixture', 'fixture-end'],
    retry: ['failed', 'retry'],
    'retry, clean': ['passed'],
    'second try': ['failed', 'second-try'],
    repeats: ['failed', 'repeats'],
    timeout: ['failed', 'timeout'],
    fails: ['failed', 'fails'],
    'fails, clean': ['passed'],
    skip: ['failed', 'skip'],
    'skip, clean': ['skipped'],
  }),
  ...inFile('matcher', {
    'passes for code that stays at home': ['passed'],
    'fails for code that swallows': ['failed'],
    'passes for what the list allows': ['passed'],
    'fails when nobody awaits it': ['failed'],
    'passes when it is returned': ['passed'],
    'takes synchronous code without await': ['passed'],
    'with the expect of the context > passes': ['passed'],
    'with the expect of the context > fails': ['failed'],
  }),
  ...inFile('stubs', {
    'a mocked module attempts nothing': ['passed'],
    'a stubbed fetch attempts nothing': ['passed'],
    'the actual module behind a mock is guarded': ['failed', 'actual'],
  }),
  ...inFile('in-jsdom', {
    'runs in a page': ['passed'],
    fetch: ['failed', 'jsdom-fetch'],
    XMLHttpRequest: ['failed', 'jsdom-xhr'],
  }),
  ...inFile('in-happy-dom', { 'runs in a page': ['passed'], fetch: ['failed', 'happy-dom-fetch'] }),
  ...inFile('all-hooks', { 'is clean': ['passed'], 'nested > is clean': ['passed'] }),
  ...inFile('at-import', { 'runs all the same': ['passed'] }),
  ...inFile('at-import-skipped', { 'never runs': ['skipped'] }),
  ...inFile('dependency', { 'a package phones home': ['failed', 'dependency'] }),
  ...inFile('docblock', { 'reaches what the docblock allows': ['passed'] }),
  ...inFile('in-describe', { 'a suite > runs': ['passed'] }),
  ...inFile('late', { 'leaves a timer': ['passed'], 'is running when it fires': ['passed'] }),
  ...inFile('late-last', { 'is the last one': ['passed'] }),
  ...inFile('own-server', { 'a server of the test is no egress': ['passed'] }),
  ...inFile('user-setup', { 'is clean': ['passed'] }),
}

export const expectedFiles: Expected = {
  'all-hooks': ['failed', 'before-all', 'nested-before-all', 'nested-cleanup', 'after-all'],
  'at-import': ['failed', 'import'],
  'at-import-skipped': ['failed', 'import-skipped'],
  'import-fails': ['failed', 'import-fails'],
  'in-describe': ['failed', 'describe'],
  late: ['failed', 'late'],
  'late-last': ['failed', 'late-last'],
  'user-setup': ['failed', 'user-setup'],
  'docblock-typo': ['failed'],
  // Their tests are to blame, not they.
  owners: ['failed'],
  matcher: ['failed'],
  stubs: ['failed'],
  dependency: ['failed'],
  'in-jsdom': ['failed'],
  'in-happy-dom': ['failed'],
  docblock: ['passed'],
  'own-server': ['passed'],
}

function inFile(file: string, tests: Expected): Expected {
  return Object.fromEntries(Object.entries(tests).map(([name, expected]) => [`${file}: ${name}`, expected]))
}
