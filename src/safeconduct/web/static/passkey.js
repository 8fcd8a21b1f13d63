// Asks a device for a passkey and puts its answer into the form, which sends it. Fetches nothing and keeps nothing.
"use strict";

(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const asked = JSON.parse(form.dataset.passkey);
  const asks = form.querySelector(".asks");
  const button = asks.querySelector("button");
  const nothing = asks.querySelector("[role=alert]");

  // What the server writes as text and the browser wants as bytes.
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const one of asked.excludeCredentials ?? []) one.id = bytes(one.id);

  const answered = ({ rawId, response }) => {
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) parts.attestationObject = text(response.attestationObject);
    if (response.authenticatorData) parts.authenticatorData = text(response.authenticatorData);
    if (response.signature) parts.signature = text(response.signature);
    return JSON.stringify({ id: text(rawId), rawId: text(rawId), type: "public-key", response: parts });
  };

  const ask = () =>
    asked.user
      ? navigator.credentials.create({ publicKey: asked })
      : navigator.credentials.get({ publicKey: asked });

  // A device that has made a passkey keeps it: it is asked when nothing is left to fill in.
  const empty = () => [...form.querySelectorAll(".asked input")].find((one) => !one.value.trim());

  button.addEventListener("click", async () => {
    nothing.hidden = true;
    if (empty()) return empty().focus();
    button.disabled = true;
    try {
      form.elements.passkey.value = answered(await ask());
      form.submit();
    } catch {
      // Cancelled, timed out, or not known to this device: the browser does not say which, nor does this page.
      button.disabled = false;
      nothing.hidden = false;
      button.focus();
    }
  });

  for (const one of form.querySelectorAll(".no-script")) one.hidden = true;
  for (const one of form.querySelectorAll(".asked")) one.hidden = false;
  asks.hidden = false;
})();
