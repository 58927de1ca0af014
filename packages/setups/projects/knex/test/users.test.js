const knex = require('knex')

describe('users', () => {
  const db = knex({ client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true })

  beforeAll(async () => {
    await db.schema.createTable('users', (table) => {
      table.increments()
      table.string('name')
    })
  })

  afterAll(() => db.destroy())

  // A query runs when something waits for it: here, the runner.
  test('returns a query', () => db('users').insert({ name: 'Ada' }))

  test('has a user', async () => {
    expect(await db('users').where({ name: 'Ada' }).first()).toMatchObject({ name: 'Ada' })
  })

  test('asks a database elsewhere', async () => {
    const other = knex({ client: 'pg', connection: 'postgres://db.example:5432/app', acquireConnectionTimeout: 2000 })
    await other.raw('select 1').catch(() => {})
    await other.destroy()
  })
})
