import { expect, test } from 'vitest'
import { filterEntries, isFiltering, noFilter, type Filter } from '../../src/model/filter.ts'
import { culpritOf, entriesOf } from '../page-evidence-of.ts'

const entries = entriesOf(
  {
    host: 'us.i.posthog.com',
    port: 443,
    file: 'a.test.ts',
    at: 1200,
    test: 'weather > late',
    culprit: culpritOf('posthog-node', '5.9.2'),
  },
  {
    host: 'api.openai.com',
    port: 443,
    file: 'a.test.ts',
    outcome: 'allowed',
    rule: 'api.openai.com',
    channel: 'undici',
    at: 5000,
  },
  {
    host: 'db.internal',
    port: 5432,
    channel: 'tcp',
    outcome: 'audited',
    run: 'run-2',
    from: { file: 'src/Pool.ts', line: 7, column: 1 },
  },
)

const cases: readonly (readonly [Partial<Filter>, readonly number[]])[] = [
  [{}, [0, 1, 2]],
  [{ query: 'POSTHOG' }, [0]],
  [{ query: '  weather   posthog ' }, [0]],
  [{ query: 'weather openai' }, []],
  [{ query: 'posthog-node@5.9' }, [0]],
  [{ query: 'pool.ts:7' }, [2]],
  [{ query: 'no rule' }, []],
  [{ outcomes: ['blocked', 'audited'] }, [0, 2]],
  [{ channel: 'tcp' }, [2]],
  [{ package: 'posthog-node' }, [0]],
  [{ package: 'your own code' }, [2]],
  [{ package: 'unknown code' }, [1]],
  [{ file: 'a.test.ts' }, [0, 1]],
  [{ file: 'outside test files' }, [2]],
  [{ destination: 'db.internal:5432' }, [2]],
  [{ run: 'run-1' }, [0, 1]],
  [{ time: { from: 0, to: 5000 } }, [0]],
  [{ time: { from: 1200 } }, [0, 1]],
  [{ run: 'run-1', outcomes: ['allowed'], query: 'api' }, [1]],
]

test.each(cases)('filterEntries with %j leaves %j', (filter, ids) => {
  expect(filterEntries(entries, { ...noFilter, ...filter }).map(({ id }) => id)).toEqual(ids)
})

test('isFiltering is false for blanks', () => {
  expect(isFiltering({ ...noFilter, query: '  ' })).toBe(false)
})
