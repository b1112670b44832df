/** What jsdom lacks and the design system asks for. */
class ObserverStub {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** A sheet as jsdom makes them. */
const style = document.head.appendChild(document.createElement('style'));
// No rule is ever looked up (see `getComputedStyle`), and jsdom's parser takes long for each: the styled components
// hand them over one by one, as in production, and they go nowhere.
Object.assign(Object.getPrototypeOf(style.sheet), {
  insertRule: (_rule: string, index = 0) => index,
});
style.remove();
Object.assign(globalThis, { SC_DISABLE_SPEEDY: false });

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
