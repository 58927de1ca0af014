/** What the fixture `attribution` attempts: by test, and by file what belongs to no test. */
export const expectedDestinations: {
  readonly tests: Readonly<Record<string, readonly string[]>>
  readonly files: Readonly<Record<string, readonly string[]>>
} = {
  tests: {
    ...inFile('one-test.test.js: one test', {
      'stays at home': [],
      'swallows the error': [1],
      'lets the error through': [202],
      'fails for its own reason': [3],
      'takes done': [4],
      'is a generator': [5],
      'is a generator that catches': [6],
      'is row 1': [7],
      'is row 2': [],
      'is a row with done, 192.0.2.8': [8],
      'is expected to fail, and phones': [9],
      'is expected to fail, and stays at home': [],
      'hangs after the call': [10],
      'hangs before the call': [11],
      'calls after its end': [12],
      'runs while others are late': [],
      'sees two destinations, one of them twice': [13, 14],
      'starts a chain for a later test': [15],
      'waits for the chain of an earlier test': [],
      'is skipped': [],
      'is to be written': [],
      'uses its context': [],
      'calls without waiting': [17],
    }),
    'one-test.test.js: one test calls a name': ['metadata.invalid:80'],
    ...inFile('hooks.test.js:', {
      'beforeEach is attributed to the test it runs for': [20],
      'beforeEach with done is attributed as well': [20, 21],
      'afterEach is attributed to the test it runs for': [22],
      'no hook stays at home': [],
    }),
    ...inFile('file.test.js:', {
      'starts the work that waits since the import': [31],
      'a group keeps its own result': [],
    }),
    ...inFile('last-word.test.js:', { 'is over before the call': [] }),
    ...inFile('concurrent.test.js: at once', {
      'stays at home': [],
      'calls at the start': [40],
      'calls at the end': [41],
      'is row 192.0.2.42': [42],
      'is row undefined': [],
      'is expected to fail, and calls': [43],
      'is skipped': [],
      'runs alone': [],
    }),
    ...inFile('retries.test.js:', {
      'calls in its first run only': [50],
      'calls in its last run only': [51],
      'is flaky and stays at home': [],
      'calls and is retried at once with others': [52],
    }),
    ...inFile('matchers.test.js:', {
      'asserts that it stays at home': [],
      'asserts what is not so': [],
      'allows a destination in the assertion': [],
      'asserts a destination': [],
      'expects egress': [],
      'forgets to await the assertion': [],
      'does not fail for the one before': [],
    }),
    ...inFile('lazy.test.js:', {
      'returns a query': [80],
      'returns a query that it allows': [],
      'returns a query that stays at home': [],
      'is row 192.0.2.81': [81],
      'is row undefined': [],
      'is expected to fail, and returns a query': [82],
      'is a generator that yields queries': [83, 84, 85],
      'hooks return queries for the first test': [86, 87],
      'hooks return nothing like it for the second': [],
      'hooks of the file leave the result of a test alone': [],
      'concurrent returns a query': [90],
      'concurrent stays at home': [],
      'concurrent is row 192.0.2.91': [91],
      'returns no promise': [],
      'takes done and returns a query': [],
      'is over with what a query rejects': [],
    }),
  },
  files: {
    'lazy.test.js': [88, 89].map(address),
    'file.test.js': [30, 32, 34, 33].map(address),
    'last-word.test.js': [address(36)],
  },
}

function inFile(prefix: string, tests: Readonly<Record<string, readonly number[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(tests).map(([name, hosts]) => [`${prefix} ${name}`, hosts.map(address)]))
}

function address(host: number): string {
  return `192.0.2.${host}:443`
}
