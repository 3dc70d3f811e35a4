const field = document.getElementById("search");
const verdict = document.getElementById("verdict");
const found = document.getElementById("found");
const changes = [...document.querySelectorAll(".change")].map(element => ({
  element,
  verdict: element.dataset.verdict,
  text: (element.closest(".group").firstElementChild.textContent + " " + element.textContent).toLowerCase(),
}));
function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(word => word);
  let count = 0;
  for (const change of changes) {
    const holds = words.every(word => change.text.includes(word)) && (!verdict.value || change.verdict === verdict.value);
    change.element.hidden = !holds;
    count += holds;
  }
  for (const group of document.querySelectorAll(".group")) {
    const shown = group.querySelector(".change:not([hidden])");
    group.hidden = !shown;
    if (words.length) group.open = !!shown;
  }
  found.textContent = count + " of " + changes.length + " changes";
}
function take() {
  try { field.value = decodeURIComponent(location.hash.slice(1)); } catch { field.value = ""; }
  show();
}
field.addEventListener("input", show);
verdict.addEventListener("change", show);
window.addEventListener("hashchange", take);
take();
