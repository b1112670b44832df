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
  // A wide window; nothing else is asked for.
  matchMedia: (query: string) => ({
    matches: query.includes('min-width'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
});

/**
 * Only what an element says itself. Queries by role ask of every element whether something above it hides it, and
 * matching the design system's rules against all of them took most of the time; what is hidden here is so by attribute.
 */
const { style: SILENT } = document.createElement('span');
window.getComputedStyle = (element) => (element instanceof HTMLElement ? element.style : SILENT);
