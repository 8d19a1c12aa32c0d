// What the app keeps on the device: one IndexedDB database with a few large records. Which records there are
// and what they mean, only the widget knows; this opens, reads and writes them.
//
// Invariants: a write has happened when its promise is fulfilled, all of it or nothing; an upgrade only adds.

const NAME = "klantbeeld";
const VERSION = 1;
const STORES = ["head", "blocks", "people", "outbox"];

const RETRY_MS = 250;

/** Opens the database, and makes it on the first visit; rejected where the browser keeps nothing. */
export async function openDevice() {
  try {
    return await opened();
  } catch {
    // A browser that is busy, or just closing the former page, refuses now and then what it gives a moment later.
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return opened();
  }
}

async function opened() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const store of STORES) if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
  };
  const database = await answerOf(request);
  // A page with a newer version must not wait for this one.
  database.onversionchange = () => database.close();
  return new Device(database);
}

class Device {
  #database;

  constructor(database) {
    this.#database = database;
  }

  /** The record of a key, `undefined` when there is none. */
  async get(store, key) {
    return answerOf(this.#database.transaction(store).objectStore(store).get(key));
  }

  /** All records of a store. */
  async all(store) {
    return answerOf(this.#database.transaction(store).objectStore(store).getAll());
  }

  /** Writes rows of store, key and record, together or not at all; a row without a record removes it. */
  async write(rows) {
    const stores = rows.map(([store]) => store);
    const transaction = this.#database.transaction([...new Set(stores)], "readwrite", { durability: "strict" });
    for (const [store, key, record] of rows) {
      const records = transaction.objectStore(store);
      if (record === undefined) records.delete(key);
      else records.put(record, key);
    }
    transaction.commit();
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
