// From addresses to views. A view is shown when its data is there; until then the one before stays, and
// after 200 ms lines stand where the text will.
import { isCancel, problemOf } from "../api/problem.js";
import { h } from "../ui/dom.js";
import { problemBar } from "../ui/problem_bar.js";

export interface View {
  readonly element: HTMLElement;
  readonly title: string;
  // After the element is in the page.
  shown?(): void;
  // Before it leaves.
  closed?(): void;
  // A key that was pressed outside of any field; true when it was for this view.
  key?(key: string): boolean;
  follow?(hash: string): void;
}

export interface Place {
  // What the pattern of the route caught.
  parts: string[];
  query: URLSearchParams;
  signal: AbortSignal;
}

export interface Route {
  pattern: RegExp;
  // Entry of the navigation that this belongs to.
  section: string;
  open(place: Place): Promise<View>;
}

const WAIT_MS = 200;
const RETRY_MS = 4000;

export class Router {
  private view: View | undefined;
  private readonly life = new AbortController();
  private abort = new AbortController();
  private path = "";
  private retry = 0;

  constructor(
    private readonly routes: Route[],
    private readonly main: HTMLElement,
    private readonly onSection: (section: string) => void,
  ) {
    const { signal } = this.life;
    addEventListener("popstate", () => this.moved(), { signal });
    document.addEventListener("click", (event) => this.clicked(event), { signal });
  }

  // No view and no listener of this router is left behind.
  close(): void {
    this.life.abort();
    this.abort.abort();
    clearTimeout(this.retry);
    this.view?.closed?.();
  }

  go(address: string): void {
    history.pushState(null, "", address);
    void this.open();
  }

  key(key: string): boolean {
    return this.view?.key?.(key) ?? false;
  }

  async open(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.retry);
    const abort = (this.abort = new AbortController());
    this.path = location.pathname + location.search;
    const route = this.routes.find((candidate) => candidate.pattern.test(location.pathname)) ?? this.routes[0]!;
    this.onSection(route.section);
    const wait = setTimeout(() => this.main.replaceChildren(placeholder()), WAIT_MS);
    try {
      const parts = (route.pattern.exec(location.pathname) ?? []).slice(1).map((part) => (part ? decodeURIComponent(part) : ""));
      const view = await route.open({ parts, query: new URLSearchParams(location.search), signal: abort.signal });
      if (abort.signal.aborted) {
        view.closed?.();
        return;
      }
      this.show(view);
    } catch (error) {
      if (!abort.signal.aborted && !isCancel(error)) this.showProblem(error);
    } finally {
      clearTimeout(wait);
    }
  }

  private show(view: View): void {
    this.view?.closed?.();
    this.view = view;
    this.main.replaceChildren(view.element);
    document.title = `${view.title} · Pledge`;
    if (!location.hash) scrollTo(0, 0);
    view.shown?.();
  }

  private showProblem(error: unknown): void {
    const problem = problemOf(error);
    const parent = location.pathname.split("/").slice(0, 3).join("/");
    const bar = problemBar(problem, () => void this.open(), parent === location.pathname ? "/" : parent);
    this.view?.closed?.();
    this.view = undefined;
    this.main.replaceChildren(h("div", { class: "page" }, bar));
    if (problem.isPassing) this.retry = window.setTimeout(() => void this.open(), RETRY_MS);
  }

  // Only the fragment changed: the view stays.
  private moved(): void {
    if (location.pathname + location.search === this.path) this.view?.follow?.(location.hash);
    else void this.open();
  }

  private clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest("a");
    if (!link || link.origin !== location.origin || link.download || link.target) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    this.moved();
  }
}

function placeholder(): HTMLElement {
  return h("div", { class: "page waiting", "aria-busy": "true" }, [40, 90, 80, 85, 60].map((width) => {
    const line = h("i", {});
    line.style.width = `${width}%`;
    return line;
  }));
}
