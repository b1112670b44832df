/** What jsdom lacks and the design system asks for. */
class ObserverStub {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, { ResizeObserver: ObserverStub, IntersectionObserver: ObserverStub });
Object.assign(Element.prototype, {
  hasPointerCapture: () => false,
  setPointerCapture: () => undefined,
  releasePointerCapture: () => undefined,
  scrollIntoView: () => undefined,
});
Object.assign(globalThis, {
  // Every look at a role asks for the styles of all that is around it, and jsdom then goes through all rules of
  // Strapi's theme: two fifths of the time. What a rule hides is for the browser suite; what an element's own
  // style hides is hidden here too.
  getComputedStyle: (element: HTMLElement) => element.style,
  // A wide window; nothing else is asked for.
  matchMedia: (query: string) => ({
    matches: query.includes('min-width'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
});
