// What HTML cannot do: the theme switch, saying so when a request fails, and keeping the focus after a swap.
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

document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

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
