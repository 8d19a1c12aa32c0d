// What a CRM knows by itself: its own list of customers. The view takes it from there.
export const customers = [
  { id: "c-4401882", name: "mevr. M. van der Veen-Jansen", place: "Utrecht", channel: "phone", reason: "termijnbedrag" },
  { id: "c-4401883", name: "dhr. P. van der Veen", place: "Utrecht" },
  { id: "c-4402100", name: "Woningstichting De Eendracht", place: "Utrecht", channel: "email", reason: "facturen" },
  { id: "c-4402410", name: "dhr. J. van Loon", place: "Zeist", channel: "chat", reason: "warmtepomp" },
  { id: "c-4402510", name: "dhr. A. Willemsen", place: "Gouda", channel: "post", reason: "adres" },
  { id: "c-4402610", name: "mevr. N. Haddou", place: "Almere" },
  { id: "c-4407321", name: "mevr. W.M. Hendrikse", place: "Middelburg", channel: "phone", reason: "storing" },
  { id: "c-4400020", name: "Scholengroep De Vuurtoren", place: "Den Helder" },
  { id: "c-4401885", name: "dhr. D. van der Veen", place: "Utrecht" },
];
