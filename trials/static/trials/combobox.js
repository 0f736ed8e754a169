// Suggestions under a text box: an ARIA 1.2 editable combobox with a listbox.
//
// The box keeps its name, label, hint and error. The script adds the list, asks the server
// while somebody types, and never sends the form by itself. What was picked is written into
// the box, and its code into a hidden field that goes away with the next keystroke.

const WAIT_MS = 150;

function element(tag, className, attributes) {
  const made = Object.assign(document.createElement(tag), { className });
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

class Combobox {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.input = root.querySelector("input");
    this.form = this.input.form;
    this.options = [];
    this.active = -1;
    this.build();
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
  }

  build() {
    const id = `${this.input.id}-list`;
    const label = this.words.listLabel;
    this.list = element("ul", "app-combobox__list", { id, role: "listbox", "aria-label": label });
    // Keeps the focus in the box while somebody clicks or scrolls in the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.status = element("div", "govuk-visually-hidden", { role: "status" });
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", id);
    this.root.append(this.list, this.status);
    this.open(false);
  }

  typed() {
    this.forget();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const asked = this.input.value.trim();
    this.asked = asked;
    if (!asked) return this.close();
    const body = new FormData();
    body.set("q", asked);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(this.words.source, { method: "POST", body });
      const { suggestions } = response.ok ? await response.json() : { suggestions: [] };
      // An answer that comes late must not replace a newer one.
      if (asked === this.asked && document.activeElement === this.input) this.show(suggestions);
    } catch {
      this.close(); // offline: the box still works as plain text
    }
  }

  show(suggestions) {
    this.options = suggestions.map((suggestion, index) => this.option(suggestion, index));
    this.list.replaceChildren(...this.options);
    this.move(-1);
    this.open(this.options.length > 0);
    const { none, one, many } = this.words;
    this.say({ 0: none, 1: one }[this.options.length] ?? many, this.options.length);
  }

  option(suggestion, index) {
    const id = `${this.list.id}-${index}`;
    const option = element("li", "app-combobox__option", { id, role: "option" });
    const others = new Set([suggestion.name, suggestion.found_by]);
    const small = element("span", "app-combobox__medical-name", {});
    small.textContent = [...others].filter((name) => !suggestion.plain_name.includes(name)).join(" · ");
    option.append(suggestion.plain_name, " ", small);
    option.addEventListener("click", () => this.pick(suggestion));
    return option;
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isPicking = event.key === "Enter" && this.active >= 0;
    const isClosing = event.key === "Escape" && !this.list.hidden;
    if (step || isPicking || isClosing) event.preventDefault();
    if (step) this.step(step);
    if (isPicking) this.options[this.active].click();
    if (isClosing) this.close();
  }

  step(direction) {
    if (this.list.hidden) {
      this.ask();
      return;
    }
    const places = this.options.length + 1; // one more: back in the box itself
    this.move(((this.active + 1 + direction + places) % places) - 1);
  }

  move(index) {
    this.active = index;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", place === index));
    const option = this.options[index];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  pick({ code, plain_name: name }) {
    this.forget();
    this.input.value = name;
    this.code = element("input", "", { type: "hidden", name: this.words.codeName, value: code });
    this.root.append(this.code);
    this.close();
    this.say(this.words.picked, name);
  }

  // A code belongs to the words it was picked with, also one chosen on the page before.
  forget() {
    this.code?.remove();
    for (const radio of this.form.querySelectorAll(`[name="${this.words.codeName}"]`)) {
      radio.checked = false;
    }
  }

  say(words, value) {
    this.status.textContent = words.replace("%s", value);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
  }

  close() {
    clearTimeout(this.timer);
    this.asked = undefined;
    this.move(-1);
    this.open(false);
  }
}

for (const root of document.querySelectorAll("[data-combobox]")) new Combobox(root);
