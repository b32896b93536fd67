// What is live on the pages. Every page can be read without this script.
"use strict";
(() => {
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// Only HTML that the console has rendered goes through this policy.
const policy = window.trustedTypes ? trustedTypes.createPolicy("gleaner", { createHTML: (s) => s }) : { createHTML: (s) => s };
const parse = (html) => {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
};

// refresh gives a box new content; who stood on one of its links stays there.
const refresh = (box, ...fresh) => {
  const href = box.contains(document.activeElement) && document.activeElement.getAttribute("href");
  box.replaceChildren(...fresh);
  if (href) $$("a", box).find((a) => a.getAttribute("href") === href)?.focus({ preventScroll: true });
};

// Theme: the cookie lets the server render the right one at once. A page that
// was rendered before the choice, such as one gone back to, follows it here.
const followChoice = () => {
  const chosen = /(?:^|; )gleaner_theme=(light|dark)/.exec(document.cookie)?.[1];
  if (chosen) document.documentElement.dataset.theme = chosen;
};
followChoice();
addEventListener("pageshow", followChoice);
const dark = () => {
  const set = document.documentElement.dataset.theme;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};
const switchTheme = () => {
  const theme = dark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  document.cookie = `gleaner_theme=${theme}; path=/; max-age=31536000; samesite=strict`;
};
$("#theme")?.addEventListener("click", switchTheme);

// Search with completion.
const search = $("#search");
if (search) {
  const found = $("#found");
  let chosen = -1, asked = 0, timer = 0;
  const hide = () => { found.hidden = true; chosen = -1; search.setAttribute("aria-expanded", "false"); search.removeAttribute("aria-activedescendant"); };
  const choose = (n) => {
    const all = $$("li", found);
    if (!all.length) return;
    chosen = (n + all.length) % all.length;
    all.forEach((li, i) => li.setAttribute("aria-selected", String(i === chosen)));
    search.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = (entities) => {
    const kept = chosen >= 0 ? $$("li", found)[chosen]?.dataset.url : null; // a late answer must not undo a choice
    found.replaceChildren(...entities.map((e, i) => {
      const li = document.createElement("li"), dot = document.createElement("span"), name = document.createElement("b"), count = document.createElement("span");
      li.id = `found-${i}`;
      li.setAttribute("role", "option");
      li.dataset.url = "/entities/" + encodeURIComponent(e.id);
      dot.className = `dot dot-${e.type}`;
      name.textContent = e.name;
      name.dir = "auto";
      count.className = "quiet num";
      count.textContent = e.events;
      li.append(dot, name, count);
      return li;
    }));
    found.hidden = !entities.length;
    chosen = -1;
    search.setAttribute("aria-expanded", String(!found.hidden));
    const again = $$("li", found).findIndex((li) => li.dataset.url === kept);
    if (again >= 0) choose(again);
  };
  const ask = async () => {
    const text = search.value.trim(), turn = ++asked;
    if (!text) return hide();
    const answer = await fetch("/v1/entities?limit=8&q=" + encodeURIComponent(text)).catch(() => null);
    if (answer?.ok && turn === asked) show((await answer.json()).entities);
  };
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
  search.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" && !found.hidden) { choose(chosen + 1); e.preventDefault(); }
    else if (e.key === "ArrowUp" && !found.hidden) { choose(chosen - 1); e.preventDefault(); }
    else if (e.key === "Escape") { found.hidden ? search.blur() : hide(); }
  });
  search.form.addEventListener("submit", (e) => { // Enter: what is chosen, else the list of all hits
    if (chosen >= 0) { e.preventDefault(); location.href = $$("li", found)[chosen].dataset.url; }
  });
  found.addEventListener("mousedown", (e) => { const li = e.target.closest("li"); if (li) { location.href = li.dataset.url; e.preventDefault(); } });
  search.addEventListener("blur", hide);
}

// Live: cards as they come.
const feedLength = 200;
class Live {
  constructor() {
    this.held = [];
    this.paused = false;
    const form = $("#filters");
    form.addEventListener("submit", (e) => { e.preventDefault(); this.filter(form); });
    form.addEventListener("change", () => this.filter(form));
    if (this.old) return;
    this.pause = $("#pause");
    this.more = $("#held");
    this.pause.classList.remove("later");
    this.pause.addEventListener("click", () => this.toggle());
    this.more.addEventListener("click", () => this.release());
    addEventListener("popstate", () => location.reload());
    this.open();
  }
  get page() { return $("#live"); }
  // A page of older events is not live.
  get old() { return "older" in this.page.dataset; }
  open() {
    clearTimeout(this.again);
    this.source?.close();
    const query = this.page.dataset.query, after = this.page.dataset.after;
    this.source = new EventSource(`/live/stream?${query}${query ? "&" : ""}after=${after}`);
    this.source.addEventListener("open", () => this.say());
    this.source.addEventListener("error", () => this.lost());
    this.source.addEventListener("card", (e) => { this.page.dataset.after = e.lastEventId; this.card(e.data); });
    this.source.addEventListener("renew", () => { this.source.close(); this.load(location.href, false); });
    this.source.addEventListener("rates", (e) => refresh($("#rates"), parse(e.data)));
  }
  // lost tries again where the browser does not: it gives up on an answer that
  // is no stream, such as that of a proxy while the console starts.
  lost() {
    this.say("off");
    clearTimeout(this.again);
    if (this.source.readyState === EventSource.CLOSED) this.again = setTimeout(() => this.open(), 3000);
  }
  say(state = this.paused ? "paused" : "on") {
    const pulse = $("#pulse"), words = { on: "live", paused: "paused", off: "connection lost, trying again" };
    if (pulse.dataset.state !== state) { pulse.dataset.state = state; pulse.textContent = words[state]; }
  }
  card(html) {
    const card = parse(html).firstElementChild;
    if (document.getElementById(card.id)?.closest("#feed")) return;
    if (this.paused) {
      this.held.push(card);
      if (this.held.length > feedLength) this.held.shift();
      return this.count();
    }
    this.add(card);
  }
  add(card) {
    const feed = $("#feed");
    $("#nothing")?.remove();
    card.classList.add("fresh");
    feed.prepend(card);
    if (feed.children.length <= feedLength) return;
    while (feed.children.length > feedLength) feed.lastElementChild.remove();
    const query = new URLSearchParams(this.page.dataset.query); // the page of older events begins where this one ends now
    query.set("cursor", feed.lastElementChild.dataset.place);
    $("#older").hidden = false;
    $("#older a").href = "/live?" + query;
  }
  count() {
    this.more.hidden = !this.held.length;
    this.more.textContent = `${this.held.length} new`;
  }
  release() {
    this.held.splice(0).forEach((card) => this.add(card));
    this.count();
  }
  toggle() {
    if (this.old) return;
    this.paused = !this.paused;
    this.pause.textContent = this.paused ? "Go on" : "Pause";
    this.pause.setAttribute("aria-pressed", String(this.paused));
    if (!this.paused) this.release();
    this.say();
  }
  filter(form) {
    const query = new URLSearchParams([...new FormData(form)].filter(([, v]) => v !== "" && v !== "0"));
    const url = "/live" + (query.size ? "?" + query : "");
    if (this.old) { location.href = url; return; }
    return this.load(url, true);
  }
  // load changes the list in place, so that the form keeps the focus.
  async load(url, chosen) {
    const turn = this.turn = (this.turn ?? 0) + 1;
    const answer = await fetch(url).catch(() => null);
    const html = answer ? await answer.text() : "";
    if (answer?.status === 401) return location.reload(); // to log in again
    if (turn !== this.turn) return; // something else was chosen meanwhile
    if (!answer?.ok && !chosen) { this.again = setTimeout(() => this.open(), 3000); }
    if (!answer) return this.say("off");
    const page = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
    this.refused(answer.ok ? "" : $(".head p", page)?.textContent ?? answer.statusText);
    if (!answer.ok) return;
    if (chosen) history.pushState(null, "", url);
    const next = $("#live", page), here = this.page;
    Object.assign(here.dataset, { query: next.dataset.query, after: next.dataset.after });
    const [section, nextSection] = [$("section", here), $("section", next)];
    $$(":scope > :not(.bar)", section).forEach((e) => e.remove());
    section.append(...$$(":scope > :not(.bar)", nextSection));
    $(".bar a", section).href = $(".bar a", nextSection).getAttribute("href");
    refresh($("#rates"), ...$("#rates", page).childNodes);
    $("#types-chosen").textContent = $("#types-chosen", page).textContent;
    this.held = [];
    this.count();
    this.open();
  }
  // refused says what is wrong with the filter; the list stays as it is.
  refused(text) {
    $("#refused")?.remove();
    if (!text) return;
    const note = document.createElement("p");
    note.id = "refused";
    note.className = "notice";
    note.setAttribute("role", "alert");
    note.textContent = text;
    this.page.before(note);
  }
}
const live = $("#live[data-query]") && window.EventSource ? new Live() : null;

// The list of types closes as lists do.
const pick = $(".pick");
if (pick) {
  addEventListener("click", (e) => { if (!pick.contains(e.target)) pick.open = false; });
  pick.addEventListener("focusout", (e) => { if (e.relatedTarget && !pick.contains(e.relatedTarget)) pick.open = false; });
  addEventListener("keydown", (e) => { if (e.key === "Escape" && pick.open) { pick.open = false; $("summary", pick).focus(); } });
}

// While stored records are read: how many are to go, then the whole page. Live
// pages are told by their stream, and what somebody writes is left alone.
const reading = $("#reading");
if (reading) {
  const look = async () => {
    const answer = await fetch("/api").catch(() => null);
    const now = answer?.ok && $("#reading", new DOMParser().parseFromString(policy.createHTML(await answer.text()), "text/html"));
    if (now) reading.textContent = now.textContent;
    if (!answer?.ok || now) { setTimeout(look, 2000); return; }
    if (live || $("#try")) reading.remove();
    else location.reload();
  };
  setTimeout(look, 2000);
}

// Article: an event and its words in the text light up together.
class Article {
  constructor(root) {
    this.root = root;
    this.cards = $$("[data-event]", root);
    this.parts = new Map();
    this.entities = new Map();
    for (const span of $$("[data-r]", root)) {
      for (const pair of span.dataset.r.split(" ")) {
        const at = pair.indexOf(":");
        this.keep(this.parts, pair.slice(0, at), { span, role: pair.slice(at + 1) });
      }
    }
    $$("[data-e]", root).forEach((span) => this.keep(this.entities, span.dataset.e, span));
    this.listen();
    this.fromAddress();
    addEventListener("hashchange", () => this.fromAddress());
  }
  keep(map, key, value) { map.has(key) ? map.get(key).push(value) : map.set(key, [value]); }
  listen() {
    for (const card of this.cards) {
      card.addEventListener("pointerenter", () => this.light(card.dataset.event));
      card.addEventListener("focusin", () => this.choose(card, true));
      card.addEventListener("click", (e) => { if (!e.target.closest("a, summary, button")) this.choose(card, true); });
    }
    $(".side", this.root).addEventListener("pointerleave", () => this.light(this.chosen?.dataset.event));
    for (const trigger of $$("a.trigger", this.root)) {
      const number = trigger.dataset.t;
      const card = this.cards.find((c) => c.dataset.event === number);
      trigger.addEventListener("click", (e) => { e.preventDefault(); this.choose(card, false); });
      trigger.addEventListener("focus", () => this.choose(card, false));
      trigger.addEventListener("pointerenter", () => this.light(number));
      trigger.addEventListener("pointerleave", () => this.light(this.chosen?.dataset.event));
    }
    for (const item of $$("[data-entity]", this.root)) {
      const all = this.entities.get(item.dataset.entity) ?? [];
      const on = (yes) => () => all.forEach((s) => s.classList.toggle("on-entity", yes));
      item.addEventListener("pointerenter", on(true));
      item.addEventListener("pointerleave", on(false));
      item.addEventListener("focusin", () => { on(true)(); all[0]?.scrollIntoView({ block: "nearest" }); });
      item.addEventListener("focusout", on(false));
    }
    $("[data-toggle-json]", this.root)?.addEventListener("click", (e) => this.json(e.currentTarget));
    $$("[data-copy]", this.root).forEach((b) => b.addEventListener("click", () => this.copy(b)));
    $$("a[data-why]", this.root).forEach((a) => a.addEventListener("click", (e) => { e.preventDefault(); this.why(a); }));
  }
  light(number) {
    if (number === this.lit) return;
    for (const { span } of this.parts.get(this.lit) ?? []) {
      span.classList.remove("on-part", "on-trigger");
      delete span.dataset.label;
    }
    this.lit = number;
    const labelled = new Set();
    for (const { span, role } of this.parts.get(number) ?? []) {
      const trigger = role === "trigger" || role === "mention";
      span.classList.add(trigger ? "on-trigger" : "on-part");
      if (!trigger && !labelled.has(role)) { span.dataset.label = role.replaceAll("_", " "); labelled.add(role); }
    }
  }
  choose(card, fromCard) {
    if (!card) return;
    this.chosen?.removeAttribute("aria-current");
    this.chosen = card;
    card.setAttribute("aria-current", "true");
    this.light(card.dataset.event);
    if (this.root.dataset.json) history.replaceState(history.state, "", "#" + encodeURIComponent(card.dataset.id)); // the permalink of the event
    const side = $(".side", this.root), trigger = (this.parts.get(card.dataset.event) ?? []).find((p) => p.role === "trigger")?.span;
    if (fromCard) {
      if (side.offsetTop < $(".prose", this.root)?.offsetTop + 200) trigger?.scrollIntoView({ block: "nearest" });
    } else if (side.scrollHeight > side.clientHeight) {
      side.scrollTo({ top: card.offsetTop - side.offsetTop - 60 });
    }
  }
  step(by) {
    if (!this.cards.length) return;
    const at = this.chosen ? this.cards.indexOf(this.chosen) + by : 0;
    const card = this.cards[Math.min(Math.max(at, 0), this.cards.length - 1)];
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    const trigger = (this.parts.get(card.dataset.event) ?? []).find((p) => p.role === "trigger")?.span;
    trigger?.scrollIntoView({ block: "center" });
  }
  fromAddress() {
    const card = this.cards.find((c) => "#" + encodeURIComponent(c.dataset.id) === location.hash || "#" + c.id === location.hash);
    if (card) this.choose(card, true);
  }
  async text(format) {
    if (!this.root.dataset.json) return format === "brat" ? $("[data-brat]", this.root).content.textContent : $(".json", this.root).textContent;
    const answer = await fetch(this.root.dataset.json + (format === "brat" ? "?format=brat" : ""));
    if (!answer.ok) throw new Error(answer.statusText);
    return format === "brat" ? answer.text() : JSON.stringify(await answer.json(), null, 2);
  }
  async json(button) {
    const box = $(".json", this.root), open = box.hidden;
    if (open && !box.textContent) box.textContent = await this.text("json").catch(() => "could not be fetched");
    box.hidden = !open;
    button.setAttribute("aria-pressed", String(open));
    if (open) box.scrollIntoView({ block: "nearest" });
  }
  async copy(button) {
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(await this.text(button.dataset.copy));
      button.textContent = "Copied";
    } catch { button.textContent = "Not copied"; }
    setTimeout(() => { button.textContent = words; }, 1500);
  }
  async why(link) {
    const open = link.nextElementSibling;
    if (open) { open.hidden = !open.hidden; return; }
    const answer = await fetch(link.dataset.why).catch(() => null);
    if (answer?.ok) link.after(parse(await answer.text()));
    else location.href = link.href;
  }
}
let articles = $$("[data-article]").map((root) => new Article(root));

// Try: the result comes as one types.
const form = $("#try");
if (form) {
  const area = $("#article"), took = $("#took"), own = $("#own"), keep = $("#keep"), key = "gleaner samples";
  let turn = 0, timer = 0;
  const extract = async () => {
    const mine = ++turn;
    if (!area.value.trim()) { $("#result").replaceChildren(); articles = []; took.textContent = ""; return; }
    took.textContent = "reading …";
    const start = performance.now();
    const answer = await fetch("/try", { method: "POST", body: area.value, headers: { "Content-Type": "text/plain", "X-Fragment": "1" } }).catch(() => null);
    const html = answer ? await answer.text() : "";
    if (mine !== turn) return;
    if (!answer) { took.textContent = "the console does not answer"; return; }
    $("#result").replaceChildren(parse(html));
    articles = $$("[data-article]").map((root) => new Article(root));
    const kind = $("#result .result")?.dataset.kind;
    took.textContent = kind ? `read as ${kind} in ${Math.round(performance.now() - start)} ms` : "";
  };
  const samples = () => { try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; } };
  const showOwn = () => own.replaceChildren(...samples().flatMap((text, i) => {
    const use = document.createElement("button"), drop = document.createElement("button");
    use.type = drop.type = "button";
    use.className = drop.className = "chip";
    use.textContent = text.trim().slice(0, 24) + "…";
    use.dataset.sample = text;
    drop.textContent = "×";
    drop.setAttribute("aria-label", "Drop this sample");
    drop.addEventListener("click", () => { localStorage.setItem(key, JSON.stringify(samples().filter((_, k) => k !== i))); showOwn(); });
    return [use, drop];
  }));
  keep.classList.remove("later");
  keep.addEventListener("click", () => {
    if (!area.value.trim()) return;
    try { localStorage.setItem(key, JSON.stringify([...samples(), area.value].slice(-10))); showOwn(); } catch { took.textContent = "this browser keeps no more"; }
  });
  form.addEventListener("click", (e) => {
    const sample = e.target.closest("[data-sample]");
    if (sample) { area.value = sample.dataset.sample; extract(); }
  });
  form.addEventListener("submit", (e) => { if (e.submitter?.name !== "send") { e.preventDefault(); extract(); } });
  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(extract, 350); });
  showOwn();
}

// Keys.
const keys = $("#keys");
$("#keys-open")?.addEventListener("click", () => keys.showModal());
const places = { o: "/", l: "/live", a: "/articles", e: "/entities", t: "/types", y: "/try" };
let going = 0;
const step = (by) => {
  if (articles.length) return articles[0].step(by);
  const all = $$(".cards > .card, .rows > li > a");
  const at = all.findIndex((e) => e.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!next) return;
  const focus = next.matches("a") ? next : $("footer a, a", next);
  focus.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
};
addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select, dialog[open]")) return;
  if (going && e.timeStamp - going < 1200 && places[e.key]) { location.href = places[e.key]; return; }
  going = 0;
  const act = {
    "/": () => search?.focus(), "?": () => keys?.showModal(), g: () => { going = e.timeStamp; }, t: switchTheme, p: () => live?.toggle(),
    j: () => step(1), k: () => step(-1),
  }[e.key];
  if (act) { e.preventDefault(); act(); }
});
})();
