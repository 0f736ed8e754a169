"use strict";

/* The boxes that a rule can stand in, as they are on the page at this moment. */
{
  const words = JSON.parse(document.getElementById("group-words")?.textContent ?? "null");
  const boxesGroup = document.getElementById("boxes-group");

  /* Numbers of boxes that are not saved yet move up when one before them is taken away. */
  const chosen = new WeakMap();

  /* What an entry holds that names a box which is no longer on the page; the server refuses it. */
  const GONE = "gone";
  const unknown = document.createElement("div");

  const boxes = () => [...boxesGroup.querySelectorAll(".inline-related:not(.empty-form)")];

  const isGoing = (box) => Boolean(box.querySelector('input[name$="-DELETE"]')?.checked);

  const numberOf = (box) => box.id.slice(box.id.lastIndexOf("-") + 1);

  const parentOf = (box) => box.querySelector('select[name$="-place"]');

  const label = (box) => {
    const means = box.querySelector('select[name$="-operator"]').selectedOptions[0];
    const named = words.box
      .replace("%(number)d", Number(numberOf(box)) + 1)
      .replace("%(means)s", means?.value ? means.text : "…");
    const parent = parentOf(box).value;
    return parent === "" || parent === GONE
      ? named
      : words.inside.replace("%(box)s", named).replace("%(number)d", Number(parent) + 1);
  };

  const going = (named) => words.going.replace("%(box)s", named);

  const labelOfGoing = (box) => (isGoing(box) ? going(label(box)) : label(box));

  const fill = (select, offered) => {
    const first = select.options[0];
    const options = offered.map((box) => new Option(label(box), numberOf(box)));
    const box = chosen.get(select);
    const value = box ? (box.isConnected ? numberOf(box) : GONE) : "";
    // Never moved silently: the box that goes stays chosen until somebody chooses again.
    if (box && !offered.includes(box)) {
      options.push(new Option(box.isConnected ? labelOfGoing(box) : going(words.gone), value));
    }
    select.replaceChildren(first, ...options);
    select.value = value;
  };

  const places = () =>
    document.querySelectorAll('.inline-related:not(.empty-form) select[name$="-place"]');

  const remember = (select) => {
    const number = select.value;
    const box = boxes().find((each) => numberOf(each) === number);
    if (number === "") chosen.delete(select);
    else chosen.set(select, box ?? unknown);
  };

  const refresh = () => {
    const shown = boxes().filter((box) => !isGoing(box));
    for (const select of places()) {
      const own = select.closest("#boxes-group .inline-related");
      // A box stands in another only where that one stands in none.
      const outer = shown.filter((box) => box !== own && !chosen.has(parentOf(box)));
      fill(select, own ? outer : shown);
    }
  };

  const renumber = () => {
    // The labels of inner boxes name the number of the outer one.
    refresh();
    refresh();
  };

  if (words && boxesGroup) {
    places().forEach(remember);
    document.addEventListener("change", (event) => {
      if (event.target.matches('select[name$="-place"]')) remember(event.target);
      if (event.target.closest("#boxes-group")) renumber();
    });
    for (const happened of ["formset:added", "formset:removed"]) {
      document.addEventListener(happened, () => setTimeout(renumber));
    }
  }
}
