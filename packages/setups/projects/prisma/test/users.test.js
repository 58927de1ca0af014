const { PrismaLibSql } = require('@prisma/adapter-libsql')
const { PrismaClient } = require('@prisma/client')

describe('users', () => {
  const prisma = new PrismaClient({ adapter: new PrismaLibSql({ url: 'file:./test.db' }) })

  beforeAll(
    () => prisma.$executeRaw`CREATE TABLE "User" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL)`,
  )

  afterAll(() => prisma.$disconnect())

  // A query runs when something waits for it: here, the runner.
  test('returns a query', () => prisma.user.create({ data: { name: 'Ada' } }))

  test('has a user', async () => {
    expect(await prisma.user.findFirst({ where: { name: 'Ada' } })).toMatchObject({ name: 'Ada' })
  })

  test('returns a query to a database elsewhere', () => {
    const other = new PrismaClient({ adapter: new PrismaLibSql({ url: 'http://db.example:8080' }) })
    return other.user.count().catch(() => {})
  })
})
