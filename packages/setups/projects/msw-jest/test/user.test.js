describe('user', () => {
  it('is answered by a handler', async () => {
    const response = await fetch('https://api.example.com/user')

    expect(document.title).toBe('')
    expect(await response.json()).toEqual({ id: 'abc-123' })
  })

  it('has no handler', async () => {
    await fetch('http://usage.example/events').catch(() => {})
  })
})
