// What HTML cannot do: the theme switch, the time zone of the browser, a dialog over the page, saying so when a
// request fails, and keeping the focus after a swap.
"use strict";

const root = document.documentElement;
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const themeSwitch = document.getElementById("theme-switch");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
const showTheme = () => themeSwitch.setAttribute("aria-pressed", String(isDark()));

function changeTheme() {
  const theme = isDark() ? "light" : "dark";
  const followsSystem = theme === (systemDark.matches ? "dark" : "light");
  if (followsSystem) delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (followsSystem) localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Not remembered, but done.
  }
  showTheme();
}

if (themeSwitch) {
  themeSwitch.hidden = false;
  themeSwitch.addEventListener("click", changeTheme);
  systemDark.addEventListener("change", showTheme);
  showTheme();
}

for (const here of document.querySelectorAll(":is(.site-nav, .section-nav) [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "center" });
}

// A new record begins in the time zone of the browser, unless somebody chose one before this ran.
const zone = document.querySelector("select[data-own-zone]");

if (zone?.selectedOptions[0]?.defaultSelected) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === own)) zone.value = own;
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// Celebration: the card becomes a dialog over the page. However it is closed, the server is told; what does
// not get there is shown again.
const celebration = document.querySelector("dialog.celebration");

if (celebration) {
  const form = celebration.querySelector("form");
  const [goOn] = form.querySelectorAll("button");
  let told = false;

  const tellServer = () => {
    if (told) return;
    told = true;
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {});
  };

  celebration.open = false;
  celebration.showModal();
  goOn.focus();
  // An address with a fragment takes the focus away once more.
  addEventListener("load", () => {
    if (celebration.open && !celebration.contains(document.activeElement)) goOn.focus();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter !== goOn) return;
    event.preventDefault();
    tellServer(); // at once: somebody may be leaving the page
    celebration.close();
  });
  celebration.addEventListener("close", () => {
    tellServer();
    document.querySelector("main [autofocus]")?.focus(); // it had no chance behind the dialog
  });
}

// Trouble: one live region, its sentences written by the server in the reader's language.
const trouble = document.getElementById("trouble");
const sentences = { 403: "refused", 404: "missing", 429: "often" };

function tell(name) {
  const callout = document.getElementById("trouble-callout").content.cloneNode(true);
  callout.querySelector("p").textContent = trouble.dataset[name];
  const signIn = callout.querySelector("a");
  if (name === "expired") signIn.href = `${trouble.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`;
  else signIn.remove();
  callout.querySelector("button").addEventListener("click", () => trouble.replaceChildren());
  trouble.replaceChildren(callout);
}

if (trouble) {
  let focusWillBeLost = false;

  document.addEventListener("htmx:beforeRequest", () => trouble.replaceChildren());
  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:timeout", () => tell("offline"));
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    tell(status === 401 ? "expired" : sentences[status] || "broken");
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    // A session that ended answers with the sign-in page, which does not belong inside this one.
    if (xhr.responseURL && new URL(xhr.responseURL).pathname === trouble.dataset.login && location.pathname !== trouble.dataset.login) {
      event.detail.shouldSwap = false;
      tell("expired");
    }
    focusWillBeLost = target.contains(document.activeElement) && document.activeElement !== document.body;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!focusWillBeLost || document.activeElement !== document.body) return;
    focusWillBeLost = false;
    const swapped = event.detail.elt;
    const next = swapped.matches("[data-focus]") ? swapped : swapped.querySelector("[data-focus]") || swapped;
    if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
}
