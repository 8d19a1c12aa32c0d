// Stands in for the built widget in the loader's own tests: keeps the contract of mount, set and free, and
// writes down what it is told.
export const log = (globalThis.__fakeLog ??= []);

export default async function init({ module_or_path: wasm }) {
  const response = await wasm;
  await WebAssembly.instantiateStreaming(response);
  log.push(["init", response.status]);
}

export function mount(root, shadow, config) {
  const entry = { name: "mount", config, root, shadow, sets: [], freed: 0 };
  log.push(["mount", config.customer]);
  (globalThis.__fakeMounts ??= []).push(entry);
  const text = document.createElement("p");
  text.textContent = `customer ${config.customer}`;
  root.append(text);
  return {
    set(name, value) {
      entry.sets.push([name, value]);
      if (name === "customer") text.textContent = `customer ${value}`;
      const trap = () => {
        throw new WebAssembly.RuntimeError("unreachable");
      };
      if (value === "trap") trap();
      if (value === "trap later") setTimeout(trap);
    },
    free() {
      entry.freed += 1;
    },
  };
}
