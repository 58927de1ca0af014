import { provideHttpClient, withXhr } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { TestBed } from '@angular/core/testing'
import { AppComponent } from './app.component'

describe('AppComponent', () => {
  it('renders its title', () => {
    TestBed.configureTestingModule({ imports: [AppComponent], providers: [provideHttpClient(withXhr())] })
    const fixture = TestBed.createComponent(AppComponent)
    fixture.detectChanges()

    expect(fixture.nativeElement.querySelector('h1').textContent).toBe('Home')
  })

  it('is answered by the testing backend', () => {
    TestBed.configureTestingModule({
      imports: [AppComponent],
      providers: [provideHttpClient(), provideHttpClientTesting()],
    })
    TestBed.createComponent(AppComponent).componentInstance.report()

    TestBed.inject(HttpTestingController).expectOne('http://usage.example/clicks').flush({})
  })

  it('reports in silence', () => {
    TestBed.configureTestingModule({ imports: [AppComponent], providers: [provideHttpClient(withXhr())] })
    TestBed.createComponent(AppComponent).componentInstance.report()
  })
})
