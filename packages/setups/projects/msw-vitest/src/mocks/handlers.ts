import { http, HttpResponse } from 'msw'

export const handlers = [
  http.get('https://api.example.com/user', () => HttpResponse.json({ id: 'abc-123', firstName: 'John' })),
  http.post('http://api.example.com/login', () => new HttpResponse(null, { status: 204 })),
]
