it('fails by itself', () => {
  throw new Error('own')
})
