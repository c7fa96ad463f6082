// The API docs: Swagger UI over our own /openapi.json, from our own files.
import { fill } from "/web/dom.js";

fill(document);
window.SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });
