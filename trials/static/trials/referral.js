// What the pages of the referral check gain from a script. Without it everything still works.

// A link to a missing fact leads into its box, ready to be filled in.
const box = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
if (box?.matches("input, select")) {
  box.closest("details")?.setAttribute("open", "");
  box.scrollIntoView({ block: "center" });
  box.focus();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const status = document.querySelector("[data-copy-status]");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = button.dataset.copied;
    } catch {
      text.select(); // not allowed here: one more key stroke copies it
    }
  });
}

// Printing opens everything folded (site.js). Of the tables only those that somebody opened
// go on paper: all of them would be thirty pages.
for (const details of document.querySelectorAll(".app-referral-card__details")) {
  details.querySelector("summary").addEventListener("click", () => {
    details.classList.toggle("app-was-opened", !details.open);
  });
}
