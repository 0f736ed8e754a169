"use strict";

/* When another fact is chosen, its own answers stand beside it: boxes to tick, or a number. */
{
  const answers = JSON.parse(document.getElementById("fact-answers")?.textContent ?? "{}");

  const element = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  const box = (name, id, [value, words], place) =>
    element(
      "label",
      {},
      element("input", { type: "checkbox", name, value, id: `${id}_${place}` }),
      ` ${words}`,
    );

  const number = (name, id, unit) => {
    const words = JSON.parse(document.getElementById("group-words").textContent).number;
    const hidden = element("span", { class: "visually-hidden" }, words);
    const input = { type: "text", inputmode: "decimal", name, id: `${id}_0`, class: "fact-number" };
    return element("label", {}, hidden, element("input", input), ` ${unit}`);
  };

  /* A number is not compared in words, nor words like a number. */
  const compare = (operator, isNumber) => {
    for (const option of operator.options) {
      option.disabled = ["is", "in"].includes(option.value) === isNumber;
    }
    if (operator.selectedOptions[0]?.disabled) {
      operator.value = isNumber ? ">=" : "is";
    }
  };

  const show = (picker, isNew) => {
    const row = picker.closest(".inline-related");
    const fact = answers[picker.value];
    const place = row?.querySelector(".fact-values");
    if (!fact || !place) {
      return;
    }
    const name = picker.name.replace(/fact$/, "values");
    const isNumber = !fact.choices.length;
    compare(row.querySelector('select[name$="-operator"]'), isNumber);
    if (isNew) {
      const shown = isNumber
        ? [number(name, `id_${name}`, fact.unit)]
        : fact.choices.map((choice, index) => box(name, `id_${name}`, choice, index));
      place.replaceChildren(...shown);
    }
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("select.fact")) {
      show(event.target, true);
    }
  });
  document.querySelectorAll("select.fact").forEach((picker) => show(picker, false));
}
