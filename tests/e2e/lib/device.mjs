// What the app keeps on the device, as a page sees it; for every engine, so without Playwright.

/** Whether the database has the blocks of a customer. Runs in the page. */
export function hasBlocks(customer) {
  return new Promise((resolve) => {
    const opening = indexedDB.open("klantbeeld");
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve(false);
    opening.onsuccess = () => {
      const count = opening.result.transaction("blocks").objectStore("blocks").count(customer);
      count.onsuccess = () => resolve(count.result === 1);
      count.onerror = () => resolve(false);
      opening.result.close();
    };
  });
}
