// A medical word opens its explanation beside it. Without this script, or in a browser that
// has no popovers, the word is a link to the glossary.

const MARGIN = 8;

function place(box, word) {
  const at = word.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - box.offsetWidth - MARGIN;
  const below = at.bottom + MARGIN;
  const fits = below + box.offsetHeight <= document.documentElement.clientHeight;
  box.style.left = `${Math.max(MARGIN, Math.min(at.left, widest))}px`;
  box.style.top = `${fits ? below : Math.max(MARGIN, at.top - box.offsetHeight - MARGIN)}px`;
}

function open(event) {
  const word = event.currentTarget;
  const box = document.getElementById(`term-${word.dataset.term}`);
  const wantsNewPage = event.ctrlKey || event.metaKey || event.shiftKey;
  if (!box || wantsNewPage) return;
  event.preventDefault();
  box.showPopover();
  place(box, word);
  box.focus();
}

if ("popover" in HTMLElement.prototype) {
  for (const word of document.querySelectorAll("a[data-term]")) {
    word.setAttribute("aria-haspopup", "dialog");
    word.addEventListener("click", open);
  }
}
