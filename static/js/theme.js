// Runs before the first paint, so that a remembered theme does not flash. The switch itself is in app.js.
document.documentElement.dataset.scripts = ""; // for .scripted and .unscripted
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us: the preference of the system it is.
}
