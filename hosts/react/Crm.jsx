// A small CRM in React: customers at the left, the view of the chosen one at the right.
import { useCallback, useState } from "react";
import { customers } from "../shared/customers.js";
import { CustomerView } from "./CustomerView.jsx";

const query = new URLSearchParams(location.search);

async function getToken() {
  const role = query.get("role") ?? "agent";
  const response = await fetch(`/demo/token?${new URLSearchParams({ role })}`, { cache: "no-store" });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return (await response.json()).token;
}

export function Crm() {
  const [chosen, setChosen] = useState(query.get("customer") ?? customers[0].id);
  const [isShown, setIsShown] = useState(true);
  const [changes, setChanges] = useState(0);
  const onChange = useCallback(() => setChanges((count) => count + 1), []);
  return (
    <div className="crm">
      <nav className="customers" aria-label="Klanten">
        <h1>Klanten</h1>
        <ul>
          {customers.map(({ id, name, place }) => (
            <li key={id}>
              <button type="button" aria-pressed={id === chosen} onClick={() => setChosen(id)}>
                <span>{name}</span>
                <small>{place}</small>
              </button>
            </li>
          ))}
        </ul>
        <p>
          <button type="button" onClick={() => setIsShown((shown) => !shown)}>
            {isShown ? "Klantbeeld sluiten" : "Klantbeeld openen"}
          </button>
        </p>
        <p>
          Gewijzigd: <output>{changes}</output>
        </p>
      </nav>
      <main>
        {isShown && (
          <CustomerView
            customer={chosen}
            lang={query.get("lang") ?? "nl"}
            theme={query.get("theme") ?? "auto"}
            getToken={getToken}
            onChange={onChange}
          />
        )}
      </main>
    </div>
  );
}
