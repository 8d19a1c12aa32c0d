// What a CRM knows by itself: its own list of customers. The view takes it from there.
export const customers = [
  { id: "c-4401882", name: "mevr. M. van der Veen-Jansen", place: "Utrecht", channel: "phone", reason: "termijnbedrag" },
  { id: "c-4401883", name: "dhr. P. van der Veen", place: "Utrecht" },
];
