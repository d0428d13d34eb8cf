// Which screen is drawn for which address.
import { business, businesses, newBusiness } from "./businesses.js";
import { home, profile } from "./home.js";
import { invitation } from "./invitation.js";
import { notices } from "./notices.js";
import { newPage, page, pages } from "./pages.js";

export const screens = [
  [/^\/inicio$/, home],
  [/^\/perfil\/\d+$/, profile],
  [/^\/paginas$/, pages],
  [/^\/paginas\/nueva$/, newPage],
  [/^\/paginas\/\d+$/, page],
  [/^\/empresas$/, businesses],
  [/^\/empresas\/nueva$/, newBusiness],
  [/^\/empresas\/\d+$/, business],
  [/^\/avisos$/, notices],
  [/^\/invitacion\/[^/]+$/, invitation],
];
