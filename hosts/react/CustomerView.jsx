// The view of this very server, by the package that hosts install.
import { KlantbeeldView } from "klantbeeld/react";

export function CustomerView(props) {
  return <KlantbeeldView server={location.origin} {...props} />;
}
