import type { Result, ReportedEvidence } from './result.ts'

/** The expected results of the projects: every test, how it ends, and what its failure reports. */
export const expected: Readonly<Record<'jest' | 'vitest' | 'audit' | 'node', readonly Result[]>> = {
  jest: [
    passes('src/tools/memory.test.js > memory does without Redis'),
    passes('src/tools/metrics.test.js > metrics go to the StatsD agent on this machine'),
    passes('src/tools/read-page.test.js > readPage follows a redirect within the site'),
    passes('src/tools/read-page.test.js > readPage reaches nothing when there is nothing to read'),
    passes('src/tools/read-page.test.js > readPage reaches the site it is asked to read, and no other'),
    passes('src/tools/run.test.js > run gives what a program prints'),
    passes('src/tools/weather.test.js > weather asks an API that the test serves itself'),
    passes('src/tools/weather.test.js > weather says so when the service is down'),
    fails('leaks/report.leaks.test.js > report files a report', {
      target: 'GET https://api.mixpanel.com/track',
      culprit: 'mixpanel',
      when: 'test',
      from: 'src/tools/report.js',
    }),
    fails('leaks/search.leaks.test.js > search finds documents', {
      target: 'POST https://api.segment.io/v1/batch',
      culprit: '@segment/analytics-node',
      when: 'late',
      from: 'src/tools/search.js',
    }),
    passes('leaks/search.leaks.test.js > an innocent test runs while the SDK sends'),
    fails('leaks/read-page.leaks.test.js > readPage survives a hostile page', {
      target: 'GET http://169.254.169.254/latest/meta-data/iam/',
      when: 'test',
      from: 'leaks/read-page.leaks.test.js',
      redirected: true,
    }),
    fails('leaks/metrics.leaks.test.js > two and two make four', {
      target: 'UDP to statsd.example.com:8125',
      culprit: 'hot-shots',
      when: 'afterEach',
      from: 'src/tools/metrics.js',
    }),
    passes('leaks/memory.leaks.test.js > memory does without Redis'),
    fails('leaks/memory.leaks.test.js', {
      target: 'connect redis.example.com:6379',
      culprit: 'ioredis',
      when: 'beforeAll',
      from: 'src/tools/memory.js',
    }),
    fails('leaks/run.leaks.test.js > run keeps Node programs at home', {
      target: 'GET https://paste.example.com/',
      when: 'child',
      from: 'src/tools/run.js',
    }),
    fails('leaks/run.leaks.test.js > run keeps other programs at home', {
      target: 'start of curl --silent https://paste.example.com/',
      when: 'test',
      from: 'src/tools/run.js',
    }),
  ],

  vitest: [
    passes('src/tools/ask.test.ts > ask passes on what the model says'),
    passes('src/tools/metrics.test.ts > metrics are counted without waiting'),
    passes('src/tools/notify.test.ts > notify works alone when there is no bus'),
    passes('src/tools/weather.test.ts > weather asks an API that the test serves itself'),
    passes('src/tools/weather.test.ts > weather reaches the API it is given, and nothing else'),
    fails('leaks/ask.leaks.test.ts > ask always has an answer', {
      target: 'POST https://api.openai.com/v1/chat/completions',
      culprit: 'openai',
      when: 'test',
      from: 'src/tools/ask.ts',
    }),
    fails('leaks/report.leaks.test.ts > report files a report', {
      target: 'POST https://api.segment.io/v1/batch',
      culprit: '@segment/analytics-node',
      when: 'test',
      from: 'src/tools/report.ts',
    }),
    passes('leaks/discover.leaks.test.ts > discover finds nothing yet'),
    fails('leaks/discover.leaks.test.ts', {
      target: 'UDP to 224.0.0.251',
      culprit: 'multicast-dns',
      when: 'import',
      from: 'src/tools/discover.ts',
    }),
    passes('leaks/metrics.leaks.test.ts > metrics are counted'),
    passes('leaks/metrics.leaks.test.ts > an innocent test runs while they are sent'),
    fails('leaks/metrics.leaks.test.ts', {
      target: 'UDP to 127.0.0.1:8125',
      culprit: 'hot-shots',
      when: 'late',
      from: 'src/tools/metrics.ts',
    }),
    fails(
      'leaks/notify.leaks.test.ts > notify does without a bus, by name',
      { target: 'DNS lookup of nats.example.com', culprit: 'nats', when: 'test', from: 'src/tools/notify.ts' },
      { target: 'connect nats.example.com:4222', culprit: 'nats', when: 'test', from: 'src/tools/notify.ts' },
    ),
    fails('leaks/notify.leaks.test.ts > notify does without a bus, by address', {
      target: 'connect 203.0.113.12:4222',
      culprit: 'nats',
      when: 'test',
      from: 'src/tools/notify.ts',
    }),
    fails('leaks/read-page.leaks.test.ts > readPage survives a hostile page', {
      target: 'GET http://169.254.169.254/latest/meta-data/iam/',
      when: 'test',
      from: 'leaks/read-page.leaks.test.ts',
      redirected: true,
    }),
    passes('leaks/settings.leaks.test.ts > settings have a model'),
    fails('leaks/settings.leaks.test.ts', {
      target: 'GET https://settings.example.com/agent.json',
      culprit: 'sync-fetch',
      when: 'child',
      from: 'src/tools/settings.ts',
    }),
  ],

  audit: [
    {
      test: 'audit.js',
      outcome: 'passed',
      evidence: [
        { target: 'GET https://api.mixpanel.com/track', culprit: 'mixpanel', when: 'call', from: 'src/agent.js' },
        { target: 'GET https://api.weather.example/v1/current', when: 'call', from: 'src/agent.js' },
      ],
    },
  ],

  node: [
    passes('src/agent.test.js > forecast reaches only the server of this test'),
    passes('src/agent.test.js > answer is known to reach Mixpanel'),
    fails('leaks/agent.leaks.test.js > answer reaches nothing but the weather', {
      target: 'GET https://api.mixpanel.com/track',
      culprit: 'mixpanel',
      when: 'call',
      from: 'src/agent.js',
    }),
  ],
}

function passes(test: string): Result {
  return { test, outcome: 'passed', evidence: [] }
}

function fails(test: string, ...evidence: readonly ReportedEvidence[]): Result {
  return { test, outcome: 'failed', evidence }
}
