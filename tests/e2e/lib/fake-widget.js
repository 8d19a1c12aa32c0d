// Stands in for the built widget in the loader's own tests: keeps the contract of mount, set and free, and
// writes down what it is told.
export const log = (globalThis.__fakeLog ??= []);

export default async function init({ module_or_path: wasm }) {
  const response = await wasm;
  await WebAssembly.instantiateStreaming(response);
  log.push(["init", response.status]);
}

export function mount(root, config) {
  const entry = { name: "mount", config, root, sets: [], freed: 0 };
  log.push(["mount", config.customer]);
  (globalThis.__fakeMounts ??= []).push(entry);
  const text = document.createElement("p");
  text.textContent = `customer ${config.customer}`;
  root.append(text);
  root.addEventListener("tell", () => config.emit("ready", { customer: config.customer }));
  return {
    set(name, value) {
      entry.sets.push([name, value]);
      if (name === "customer") text.textContent = `customer ${value}`;
      const trap = () => {
        throw new WebAssembly.RuntimeError("unreachable");
      };
      if (value === "trap") trap();
      if (value === "trap later") setTimeout(trap);
      const fail = () => {
        throw new TypeError("a mistake of the widget");
      };
      if (value === "throw later") setTimeout(fail);
      if (value === "reject later") Promise.resolve().then(fail);
    },
    free() {
      entry.freed += 1;
    },
  };
}
