import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Crm } from "./Crm.jsx";
import "./crm.css";

createRoot(document.querySelector("#root")).render(
  <StrictMode>
    <Crm />
  </StrictMode>,
);
