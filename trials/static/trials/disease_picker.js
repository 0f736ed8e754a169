"use strict";

/*
Diseases are chosen in a tree of boxes. The script keeps the order in which they were chosen,
finds in the tree, takes chips away, and counts the diagnoses that a rule covers.
*/
{
  const words = JSON.parse(document.getElementById("group-words")?.textContent ?? "null");
  const graph = { children: new Map(), groups: new Set() };

  const element = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  const readGraph = (picker) => {
    for (const item of picker.querySelectorAll("details li")) {
      const { key } = item.dataset;
      if (!graph.children.has(key)) graph.children.set(key, new Set());
      if ("group" in item.dataset) graph.groups.add(key);
      const parent = item.parentElement.closest("li[data-key]");
      if (parent) graph.children.get(parent.dataset.key).add(key);
    }
  };

  const below = (keys) => {
    const found = new Set();
    const waiting = [...keys];
    while (waiting.length) {
      const key = waiting.pop();
      if (!found.has(key)) {
        found.add(key);
        waiting.push(...(graph.children.get(key) ?? []));
      }
    }
    return found;
  };

  const chosenIn = (picker) =>
    picker ? [...picker.querySelectorAll(".chips input:not([disabled])")].map((each) => each.value) : [];

  const count = (row) => {
    const [includes, excepts] = ["includes", "excepts"].map((name) =>
      chosenIn(row.querySelector(`.field-${name} .disease-picker`)),
    );
    const shown = row.querySelector(".live-reading");
    if (!includes.length && !excepts.length) {
      shown.textContent = "";
      return;
    }
    const taken = includes.length ? below(includes) : new Set(graph.children.keys());
    const left = below(excepts);
    const covered = [...taken].filter((key) => !left.has(key) && !graph.groups.has(key)).length;
    shown.textContent = (covered === 1 ? words.coversOne : words.coversMany).replace("%s", covered);
  };

  class Picker {
    constructor(root) {
      this.root = root;
      this.chips = root.querySelector(".chips");
      const boxes = [...root.querySelectorAll('input[type="checkbox"]')];
      this.boxes = new Map(boxes.map((box) => [box.value, box]));
      // Never sent: Django's script keeps its name right when rows move.
      this.carrier = element("input", { type: "hidden", disabled: "", name: boxes[0]?.name ?? "" });
      boxes.forEach((box) => box.removeAttribute("name"));
      const held = [...this.chips.children].map((chip) => chip.dataset.key);
      this.chips.replaceChildren();
      this.chips.after(this.carrier);
      held.forEach((key) => this.add(key));
      root.addEventListener("change", (event) => this.ticked(event.target));
      this.addSearch(root.querySelector("details"));
    }

    ticked(box) {
      if (!this.boxes.has(box.value)) return;
      if (box.checked) this.add(box.value);
      else this.remove(box.value);
    }

    add(key) {
      const box = this.boxes.get(key);
      const name = box.parentElement.querySelector("span").textContent;
      const button = element("button", { type: "button" }, name, " ");
      button.append(element("span", { "aria-hidden": "true" }, "×"));
      button.setAttribute("aria-label", words.takeAway.replace("%s", name));
      button.addEventListener("click", () => this.takeAway(key));
      const input = element("input", { type: "hidden", name: this.carrier.name, value: key });
      this.chips.append(element("li", { "data-key": key }, input, button));
      box.checked = true;
      this.counted();
    }

    takeAway(key) {
      const next = this.chipOf(key).nextElementSibling ?? this.chipOf(key).previousElementSibling;
      this.remove(key);
      (next?.querySelector("button") ?? this.root.querySelector("summary")).focus();
    }

    remove(key) {
      this.chipOf(key)?.remove();
      this.boxes.get(key).checked = false;
      this.counted();
    }

    chipOf(key) {
      return this.chips.querySelector(`li[data-key="${key}"]`);
    }

    counted() {
      const row = this.root.closest(".inline-related");
      if (row) count(row);
    }

    addSearch(fold) {
      const input = element("input", { type: "text", autocomplete: "off" });
      const label = element("label", { class: "find-disease" }, words.find, " ", input);
      fold.querySelector("summary").after(label);
      input.addEventListener("input", () => this.find(fold, input.value));
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
    }

    find(fold, typed) {
      const wanted = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (item) => {
        const own = (item.querySelector(":scope > label, :scope > span")?.textContent ?? "").toLowerCase();
        return wanted.every((word) => own.includes(word));
      };
      // From the leaves up: what has something that fits below it is shown too.
      for (const item of [...fold.querySelectorAll("li")].reverse()) {
        item.hidden = !fits(item) && !item.querySelector("li:not([hidden])");
      }
    }
  }

  const enhance = (part) => {
    for (const root of part.querySelectorAll(".disease-picker")) {
      if (!root.closest(".empty-form") && !root.dataset.ready) {
        root.dataset.ready = "yes";
        new Picker(root);
      }
    }
  };

  const first = document.querySelector(".disease-picker");
  if (first && words) {
    readGraph(first);
    enhance(document);
    document.addEventListener("formset:added", (event) => enhance(event.target));
  }
}
