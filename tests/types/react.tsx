// What a host in React and TypeScript may rely on: `npm run types` fails when the package no longer says it.
import { type KlantbeeldEvents, load, preload } from "../../packages/klantbeeld/index.js";
import { KlantbeeldView } from "../../packages/klantbeeld/react.js";

const getToken = async ({ customer }: { customer: string }) => customer;
const heard: KlantbeeldEvents["klantbeeld-change"][] = [];

export const component = (
  <KlantbeeldView
    server="https://klantbeeld.example"
    customer="K-1"
    compact
    theme="dark"
    className="view"
    getToken={getToken}
    onReady={({ customer }) => customer.toUpperCase()}
    onChange={(detail) => heard.push(detail)}
    onError={({ code, directive }) => [code, directive?.length]}
  />
);
export const element = <klantbeeld-view customer="K-1" planned="hide" getToken={getToken} id="view" />;

// @ts-expect-error A view needs a server.
export const nowhere = <KlantbeeldView customer="K-1" />;
// @ts-expect-error There is no such theme.
export const pink = <klantbeeld-view theme="pink" />;
// @ts-expect-error A token is a text.
export const wrong = <KlantbeeldView server="https://klantbeeld.example" getToken={async () => 7} />;

await preload("https://klantbeeld.example");
(await load("https://klantbeeld.example")).KlantbeeldView satisfies CustomElementConstructor;
