"use strict";

/* Select2 gives its boxes no name of their own: each takes the name of its field. */
{
  const nameBoxes = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.nextElementSibling;
    if (!label || !box || !box.classList.contains("select2-container")) {
      return;
    }
    label.id ||= `${select.id}_label`;
    const shown = box.querySelector(".select2-selection__rendered");
    const field = box.querySelector(".select2-search__field");
    if (shown && shown.id) {
      shown.setAttribute("aria-labelledby", label.id);
      box.querySelector(".select2-selection").setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    }
    if (field) {
      field.setAttribute("aria-labelledby", label.id);
    }
  };

  const nameAll = (part) => part.querySelectorAll("select.admin-autocomplete").forEach(nameBoxes);

  /* The open list hangs at the end of the page: say what it is and whose it is. */
  const nameList = (event) => {
    const label = document.querySelector(`label[for="${event.target.id}"]`);
    const dropdown = document.querySelector(".select2-dropdown");
    if (!label || !dropdown) {
      return;
    }
    const name = label.textContent.trim();
    const list = dropdown.querySelector(".select2-results__options");
    dropdown.setAttribute("role", "region");
    dropdown.setAttribute("aria-label", name);
    list.setAttribute("aria-label", name);
    dropdown.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
    event.target.nextElementSibling
      .querySelector(".select2-selection")
      .setAttribute("aria-controls", list.id);
  };

  window.addEventListener("load", () => {
    document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));
    if (window.django && window.django.jQuery) {
      // On a short page everything has loaded before jQuery gets to making the boxes.
      window.django.jQuery(() => nameAll(document));
      window.django.jQuery(document).on("select2:open", nameList);
      window.django.jQuery(document).on("change", "select.admin-autocomplete", (event) => {
        setTimeout(() => nameBoxes(event.target));
      });
    }
    const summary = document.querySelector(".error-summary[tabindex]");
    if (summary) {
      summary.focus();
    }
  });
}
